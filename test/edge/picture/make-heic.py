"""Writes fixtures/*.heic: one drawn picture as phones store it, for nothing in npm encodes HEVC.

Run with a Python that has pillow-heif, from the repository root after npm ci (the wide-gamut profile is sharp's).
"""

import subprocess
from pathlib import Path

import numpy as np
import pillow_heif
from PIL import Image

FOLDER = Path(__file__).parent / "fixtures"
PROFILE = (
    "require('sharp')({create:{width:8,height:8,channels:3,background:'red'}}).withIccProfile('p3').png().toBuffer()"
    ".then(b=>require('sharp')(b).metadata()).then(m=>process.stdout.write(m.icc))"
)


def quadrants(width, height):
    """Red, green, blue and white quarters, clockwise from the upper left."""
    rgb = np.zeros((height, width, 3), np.uint8)
    half_x, half_y = width // 2, height // 2
    rgb[:half_y, :half_x] = (200, 30, 30)
    rgb[:half_y, half_x:] = (30, 160, 60)
    rgb[half_y:, half_x:] = (30, 60, 200)
    rgb[half_y:, :half_x] = (240, 240, 240)
    return Image.fromarray(rgb)


def save(name, picture, **options):
    pillow_heif.from_pillow(picture).save(FOLDER / name, quality=60, **options)


def exif_orientation(value):
    exif = Image.Exif()
    exif[0x0112] = value
    return exif.tobytes()


FOLDER.mkdir(exist_ok=True)
picture = quadrants(96, 64)
save("plain.heic", picture)
save("wide-gamut.heic", picture, icc_profile=subprocess.check_output(["node", "-e", PROFILE]))
# Phones turn the picture in the container and say so in EXIF again; only the container counts.
turned = picture.transpose(Image.Transpose.ROTATE_90)
save("turned.heic", turned, exif=exif_orientation(6))
