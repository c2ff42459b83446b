"""Writes measured figures into the model card, between its markers, so that no number is typed by hand.

A section of the card is `<!-- figures: NAME -->` … `<!-- end -->`; what stands between is replaced.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from . import tables

SECTION = re.compile(r"(<!-- figures: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


class CardWithoutSections(ValueError):
    """The card has no markers, or asks for a section that nobody writes."""


def sections_of(result: dict, charts: list[str]) -> dict[str, str]:
    """What stands in each section of the card."""
    pictures = {Path(path).stem: path for path in charts}
    reliability = {name: result[name]["reliability"] for name in ("workshop", "parts") if name in result}
    errors = tables.table(
        ["", "predictions", "expected calibration error", "of confidence 0.1 and more", "expected calibration error"],
        [
            [
                "damage" if name == "workshop" else name,
                *(each for key in ("all", "shown") for each in (entry[key]["count"], entry[key]["error"])),
            ]
            for name, entry in reliability.items()
        ],
    )
    confusion = result["confusion"]
    return {
        "bars": tables.bars(result),
        "precision": "\n\n".join(
            [tables.precisions(result), *(tables.classes(result, name) for name in tables.judged(result))]
        ),
        "sides": tables.parts_sides(result) if "parts" in result else "No parts photos were at hand.",
        "curves": f"![Precision against recall]({pictures['damage-curves']})",
        "types": f"![Annotated against found types]({pictures['damage-types']})",
        "mistakes": tables.mistakes(result),
        "areas": tables.areas(result),
        "verdicts": "\n\n".join(
            [
                tables.verdicts(result),
                tables.two_by_two(confusion["damaged"], "damaged", "undamaged"),
                tables.two_by_two(confusion["vehicle"], "vehicle", "none"),
            ]
        ),
        "articles": tables.articles(result) if result["articles"] else "The articles' sets were not at hand.",
        "reliability": f"{errors}\n\n![Confidence against the share that was right]({pictures['reliability']})",
    }


def fill(text: str, sections: dict[str, str]) -> str:
    """The card with every section that is given replaced; others stay as they are.

    :raises CardWithoutSections: none of them is in the card
    """
    found = {name for _, name, _ in SECTION.findall(text)}
    if not found & set(sections):
        raise CardWithoutSections(f"Expected a section such as <!-- figures: {next(iter(sections))} --> but found none")
    return SECTION.sub(
        lambda match: (
            f"{match[1]}\n{sections[match[2]]}\n\n{match[3]}" if match[2] in sections else match[0]
        ),
        text,
    )  # fmt: skip


def write_card(card: Path, result: dict, charts: list[Path]) -> None:
    """Fills the card and copies its charts into a folder of its name beside it. :raises CardWithoutSections:"""
    folder = card.with_suffix("")
    folder.mkdir(exist_ok=True)
    for chart in charts:
        shutil.copyfile(chart, folder / chart.name)
    replace_sections(card, sections_of(result, [f"{folder.name}/{chart.name}" for chart in charts]))


def replace_sections(card: Path, sections: dict[str, str]) -> None:
    """:raises CardWithoutSections: none of them is in the card"""
    text = fill(card.read_text(), sections)
    beside = card.with_suffix(".tmp")
    beside.write_text(text)
    os.replace(beside, card)
