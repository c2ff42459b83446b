"""The kit's commands under one name: `python -m dentgraph_training COMMAND …`, each with --help."""

from __future__ import annotations

import runpy
import sys

COMMANDS = {
    "import": ("import_dataset", "annotations of any format to COCO, with an account of what was left out"),
    "visualize": ("visualize", "draws annotations over photos"),
    "synthetic": ("synthetic", "draws labelled pictures of cars"),
    "onto-photos": ("synthetic.onto_photos", "puts damage onto photos of undamaged cars"),
    "train": ("train", "trains a network"),
    "curves": ("curves", "draws a run's losses and learning rate"),
    "inspect": ("inspect", "statistics of layers, and every stage of the network for a photo"),
    "detect": ("detect", "what the network finds in a photo, by torch"),
    "presence": ("presence", "fits the head that says whether a vehicle is in view"),
    "average": ("average", "the mean of the weights of several files of one network"),
    "context": ("fit_context", "fits the rule that ranks detections by what was found beside them"),
    "export": ("export", "the ONNX file that is served"),
    "publish": ("publish", "puts an exported file into a model folder"),
    "calibrate": ("calibrate", "fits confidences and chooses thresholds"),
    "evaluate": ("evaluate", "measures what users get, and writes the model card's figures"),
    "ablate": ("ablate", "measures both answers to one question"),
    "compare": ("compare", "average precision of one ONNX file as it is"),
}


def main() -> int:
    name = sys.argv[1] if len(sys.argv) > 1 else "--help"
    if name in ("--help", "-h"):
        print(f"{__doc__}\n")
        print("\n".join(f"  {each:<12} {what}" for each, (_, what) in COMMANDS.items()))
        return 0
    if name not in COMMANDS:
        print(f"Expected one of {', '.join(COMMANDS)} but received {name!r}", file=sys.stderr)
        return 2
    del sys.argv[1]
    runpy.run_module(f"dentgraph_training.{COMMANDS[name][0]}", run_name="__main__", alter_sys=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
