"""Times OpenCV on one thread taking a photo in, for bench/edge-intake.ts.

Arguments: a JPEG file, the longest side of the working picture. Reads the name of a way to shrink per line
from stdin and answers one line of JSON: wall and processor time of one run, in milliseconds. `area` is
what OpenCV recommends for shrinking; `linear` is its default, which skips pixels; `reduced` has the
decoder halve the picture first.
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
full = cv2.imdecode(upload, cv2.IMREAD_COLOR).shape[:2]
scale = min(1, working_side / max(full))
size = (round(full[1] * scale), round(full[0] * scale))
ways = {
    "area": (cv2.IMREAD_COLOR, cv2.INTER_AREA),
    "linear": (cv2.IMREAD_COLOR, cv2.INTER_LINEAR),
    "reduced": (cv2.IMREAD_REDUCED_COLOR_2, cv2.INTER_AREA),
}


def intake(flags, interpolation):
    photo = cv2.imdecode(upload, flags)
    picture = cv2.resize(photo, size, interpolation=interpolation)
    normalized = cv2.imencode(".jpg", picture, quality)[1]
    yuv = cv2.cvtColor(picture, cv2.COLOR_BGR2YUV)
    yuv[..., 0] = cv2.createCLAHE(3.0, (6, 6)).apply(yuv[..., 0])
    enhanced = cv2.imencode(".jpg", cv2.cvtColor(yuv, cv2.COLOR_YUV2BGR), quality)[1]
    return normalized, enhanced


print(json.dumps(cv2.__version__), flush=True)
for line in sys.stdin:
    start, processor = time.perf_counter(), time.process_time()
    intake(*ways[line.strip()])
    took = {"ms": (time.perf_counter() - start) * 1e3, "cpuMs": (time.process_time() - processor) * 1e3}
    print(json.dumps(took), flush=True)
