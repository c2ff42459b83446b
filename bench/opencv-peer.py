"""Times OpenCV's CLAHE on one thread for bench/clahe.ts.

Arguments: raw RGB file, width, height. Reads `times RECIPE RUNS` and `result RECIPE FILE` lines from
stdin and answers one line of JSON each.
"""

import json
import sys
import time

import cv2
import numpy as np

cv2.setNumThreads(1)
path, width, height = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
rgb = np.fromfile(path, np.uint8).reshape(height, width, 3)
luma = cv2.cvtColor(rgb, cv2.COLOR_RGB2YUV)[..., 0].copy()
equalizer = cv2.createCLAHE(3.0, (6, 6))


def clahe():
    return equalizer.apply(luma)


def enhance():
    yuv = cv2.cvtColor(rgb, cv2.COLOR_RGB2YUV)
    yuv[..., 0] = equalizer.apply(yuv[..., 0])
    return cv2.cvtColor(yuv, cv2.COLOR_YUV2RGB)


recipes = {"clahe": clahe, "enhance": enhance}
print(json.dumps(cv2.__version__), flush=True)
for line in sys.stdin:
    command, recipe, argument = line.split()
    if command == "result":
        recipes[recipe]().tofile(argument)
        print("null", flush=True)
        continue
    times = []
    for _ in range(int(argument)):
        start = time.perf_counter()
        recipes[recipe]()
        times.append((time.perf_counter() - start) * 1e3)
    print(json.dumps(times), flush=True)
