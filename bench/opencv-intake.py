"""Times OpenCV on one thread taking a photo in, for bench/edge-intake.ts.

Arguments: a JPEG file, the longest side of the working picture. Reads a number of runs per line from
stdin and answers one line of JSON, milliseconds of each.
"""

import json
import sys
import time

import cv2
import numpy as np

cv2.setNumThreads(1)
upload = np.fromfile(sys.argv[1], np.uint8)
working_side = int(sys.argv[2])
quality = [cv2.IMWRITE_JPEG_QUALITY, 90]


def intake():
    photo = cv2.imdecode(upload, cv2.IMREAD_COLOR)
    height, width = photo.shape[:2]
    scale = min(1, working_side / max(width, height))
    size = (round(width * scale), round(height * scale))
    picture = cv2.resize(photo, size, interpolation=cv2.INTER_AREA)
    normalized = cv2.imencode(".jpg", picture, quality)[1]
    yuv = cv2.cvtColor(picture, cv2.COLOR_BGR2YUV)
    yuv[..., 0] = cv2.createCLAHE(3.0, (6, 6)).apply(yuv[..., 0])
    enhanced = cv2.imencode(".jpg", cv2.cvtColor(yuv, cv2.COLOR_YUV2BGR), quality)[1]
    return normalized, enhanced


print(json.dumps(cv2.__version__), flush=True)
for line in sys.stdin:
    times = []
    for _ in range(int(line)):
        start = time.perf_counter()
        intake()
        times.append((time.perf_counter() - start) * 1e3)
    print(json.dumps(times), flush=True)
