"""Figures as Markdown tables, for evaluation.md and the model card."""

from __future__ import annotations

from collections.abc import Iterable

Cell = object


def shown(value: Cell) -> str:
    """A table's cell; nothing where there is no figure."""
    if value is None:
        return "–"
    return f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def percent(part: float, whole: float) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def table(head: Iterable[str], rows: Iterable[Iterable[Cell]]) -> str:
    head = list(head)
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [f"| {' | '.join(shown(cell) for cell in row)} |" for row in rows]
    return "\n".join(lines)


def judged(result: dict) -> list[str]:
    """The sets with annotations of ours that were there."""
    return [name for name in ("workshop", "severity", "parts") if name in result]


def precisions(result: dict) -> str:
    """Average precision by set."""
    rows = []
    for name in judged(result):
        entry = result[name]
        sizes = [entry["mask"]["sizes"].get(size, {}).get("AP50") for size in ("small", "medium", "large")]
        rows.append(
            [name, entry["photos"], entry["mask"]["AP"], entry["mask"]["AP50"], entry["box"]["AP50"]]
            + [entry.get("any_type_mask", {}).get("AP50"), *sizes]
        )
    head = ["set", "photos", "mask AP", "mask AP50", "box AP50", "any type AP50", "small AP50", "medium AP50"]
    return table([*head, "large AP50"], rows)


def classes(result: dict, name: str) -> str:
    """Average precision by class, of classes that occur in the set."""
    mask, box = result[name]["mask"]["classes"], result[name]["box"]["classes"]
    rows = [[f"`{each}`", row["AP"], row["AP50"], box.get(each, {}).get("AP50")] for each, row in mask.items()]
    return table([f"{name}: class", "mask AP", "mask AP50", "box AP50"], [row for row in rows if row[1] is not None])


def mistakes(result: dict) -> str:
    """What keeps the precision of any type down on the workshop photos."""
    entry = result["workshop"]["mistakes"]
    words = {
        "misplaced": "outlined otherwise: overlaps annotated damage, at an IoU of 0.1 to 0.5",
        "repeated": "found twice: outlines damage that something surer has outlined",
        "nothing": "nothing annotated there",
    }
    rows = [["right, as it is", entry["right"], entry["AP50"]]]
    rows += [[what, entry["kinds"][kind]["surest"], entry["kinds"][kind]["AP50"]] for kind, what in words.items()]
    missed = entry["missed"]
    rows += [[f"missed altogether: {missed['count']} of {entry['annotated']} annotations", None, missed["AP50"]]]
    return table(["", f"of the {entry['annotated']} surest predictions", "any type AP50 without it"], rows)


def areas(result: dict) -> str:
    rows = []
    for name in ("workshop", "severity"):
        if name not in result:
            continue
        row = result[name]["shipped"]
        rows.append([name, row["photos"], row["iou"], row["area_error"], row["area_bias"]])
    return table(["as shipped", "photos", "IoU of unions", "area error, points", "area bias, points"], rows)


def verdicts(result: dict) -> str:
    rows = [
        [name, v["photos"], percent(v["listed"], v["photos"]), percent(v["damaged"], v["photos"])]
        + [percent(v["vehicle"], v["photos"])]
        for name, v in result["verdicts"].items()
    ]
    return table(["as shipped", "photos", "any damage listed", "`damaged: true`", "`vehicle: true`"], rows)


def two_by_two(entry: dict, yes: str, no: str) -> str:
    (hit, missed), (alarm, quiet) = entry["counts"]
    head = ["", f"answered {yes}", f"answered {no}"]
    rows = [
        [f"{yes} ({', '.join(entry['positive'])})", hit, missed],
        [f"{no} ({', '.join(entry['negative'])})", alarm, quiet],
    ]
    return table(head, rows)


def articles(result: dict) -> str:
    head = ["set", "photos", "with a mask at > 90 % confidence", "with any mask, as shipped"]
    rows = [
        [name, row["photos"], percent(row["sure"], row["photos"]), percent(row["listed"], row["photos"])]
        + [row["at_shipped"]["precision"], row["at_shipped"]["recall"], row["AP50"], "not at hand"]
        for name, row in result["articles"].items()
    ]
    return table([*head, "precision", "recall", "mAP50, one class", "printed in the article"], rows)


def parts_sides(result: dict) -> str:
    merged, apart = result["parts"]["merged"], result["parts"]["mask"]
    return table(
        ["parts, mask", "AP", "AP50", "AP, best published (HTC, ResNet-50)"],
        [["left and right apart", apart["AP"], apart["AP50"], 0.552], ["merged", merged["AP"], merged["AP50"], 0.591]],
    )


def bars(result: dict) -> str:
    """The bars that the project set itself, and where the models stand."""
    workshop, parts, verdicts = result["workshop"], result.get("parts", {}).get("mask", {}), result["verdicts"]

    def share(name: str, count) -> float | None:
        entry = verdicts.get(name)
        return entry and round(100 * count(entry) / max(entry["photos"], 1), 1)

    found = share("workshop", lambda entry: entry["damaged"])
    alarms = share("undamaged", lambda entry: entry["listed"])
    refused = share("no_vehicle", lambda entry: entry["photos"] - entry["vehicle"])
    rows = [
        ("damage, typed mask AP50, workshop photos", 0.35, 0.55, workshop["mask"]["AP50"], True),
        ("damage, any type, mask AP50, workshop photos", 0.45, 0.65, workshop["any_type_mask"]["AP50"], True),
        ("IoU of the unions, mean over workshop photos", 0.40, 0.60, workshop["shipped"]["iou"], True),
        ("parts mask AP", 0.45, 0.60, parts.get("AP"), True),
        ("parts mask AP50", 0.70, 0.85, parts.get("AP50"), True),
        ("damaged workshop photos with damage found, %", 90, 97, found, True),
        ("undamaged cars with a false alarm, %", 10, 3, alarms, False),
        ("scenes without a vehicle answered `vehicle: false`, %", 95, 99, refused, True),
        ("area error, mean absolute, points of the photo", 5, 3, workshop["shipped"]["area_error"], False),
    ]

    def mark(must: float, aim: float, value: float | None, more: bool) -> str:
        if value is None:
            return "–"
        reached = [value >= bar if more else value <= bar for bar in (must, aim)]
        return "aim" if reached[1] else "must" if reached[0] else "**not reached**"

    return table(
        ["", "must", "aim", "measured", "reached"],
        [[what, must, aim, value, mark(must, aim, value, more)] for what, must, aim, value, more in rows],
    )


def markdown(result: dict) -> str:
    """All tables, for evaluation.md."""
    sections = [precisions(result), *(classes(result, name) for name in judged(result))]
    sections += [parts_sides(result)] if "parts" in result else []
    sections += [mistakes(result), areas(result), verdicts(result)]
    sections += [two_by_two(result["confusion"]["damaged"], "damaged", "undamaged")]
    sections += [two_by_two(result["confusion"]["vehicle"], "vehicle", "none")]
    sections += [articles(result)] if result["articles"] else []
    sections += [bars(result)]
    return "\n\n".join(sections) + "\n"
