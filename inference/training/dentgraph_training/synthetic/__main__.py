"""Command line: draw a labelled set, or the example pictures."""

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import cv2
import numpy as np

from ..complaints import plainly
from .compose import Drawing, Wish, draw_car
from .labels import damage_writer, parts_writer, write_jpeg
from .scenes import draw_scene

DEFAULT_SIZES = ((640, 480), (640, 480), (480, 640), (640, 640), (720, 480), (704, 528))


def draw(seed: int, index: int, sizes: tuple[tuple[int, int], ...], undamaged: float, no_vehicle: float) -> Drawing:
    """Picture number `index` of a set; it does not depend on how many others are drawn."""
    rng = np.random.default_rng([seed, index])
    width, height = sizes[int(rng.integers(len(sizes)))]
    kind = rng.random()
    if kind < no_vehicle:
        return Drawing(draw_scene(rng, width, height))
    damages = () if kind < no_vehicle + undamaged else None
    return draw_car(rng, Wish(width, height, damages))


def _size(text: str) -> tuple[int, int]:
    try:
        width, height = (int(v) for v in text.lower().split("x"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"Expected WIDTHxHEIGHT for --size but received {text!r}") from None
    if not (64 <= width <= 4096 and 64 <= height <= 4096):
        raise argparse.ArgumentTypeError(f"Expected 64 to 4096 pixels per side for --size but received {text!r}")
    return width, height


def _draw_to(job: tuple[int, int, tuple, float, float, str]) -> tuple[int, Drawing]:
    seed, index, sizes, undamaged, no_vehicle, out = job
    cv2.setNumThreads(1)  # one picture per process is faster than several threads per picture
    drawing = draw(seed, index, sizes, undamaged, no_vehicle)
    write_jpeg(Path(out) / f"drawn_{index:05d}.jpg", drawing, 88)
    return index, drawing


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m dentgraph_training.synthetic", description=__doc__)
    parser.add_argument("--out", type=Path, help="folder for images/, damage.json and parts.json")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=_size, action="append", help="WIDTHxHEIGHT; may be given several times")
    parser.add_argument("--undamaged", type=float, default=0.25, help="share of pictures with an undamaged car")
    parser.add_argument("--no-vehicle", type=float, default=0.08, help="share of pictures without a vehicle")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--examples", type=Path, help="folder for the example pictures")
    options = parser.parse_args(argv)
    if (options.out is None) == (options.examples is None):
        parser.error("Expected either --out or --examples")
    if options.examples is not None:
        from .examples import write_examples

        write_examples(options.examples)
        return 0
    images = options.out / "images"
    images.mkdir(parents=True, exist_ok=True)
    sizes = tuple(options.size or DEFAULT_SIZES)
    damage, parts, began = damage_writer(), parts_writer(), time.monotonic()
    jobs = [(options.seed, i, sizes, options.undamaged, options.no_vehicle, str(images)) for i in range(options.count)]
    with ProcessPoolExecutor(options.workers) as pool:
        for index, drawing in pool.map(_draw_to, jobs, chunksize=1):
            height, width = drawing.picture.shape[:2]
            name = f"drawn_{index:05d}.jpg"
            damage.add(name, width, height, drawing.damages)
            parts.add(name, width, height, drawing.parts)
            rate = (index + 1) / (time.monotonic() - began)
            left = (options.count - index - 1) / rate
            print(f"\r{index + 1}/{options.count}  {rate:.1f}/s  {left:.0f} s left ", end="", file=sys.stderr)
    print(file=sys.stderr)
    parts.write(options.out / "parts.json")
    damage.write(options.out / "damage.json")  # last: whoever waits for the set waits for this file
    return 0


if __name__ == "__main__":
    sys.exit(plainly(main))
