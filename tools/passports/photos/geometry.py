"""A flat page, bent, turned in space and seen through a lens."""

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tools.passports.photos.printing import PX

Points = NDArray[np.float64]  # (n, 2), in pixels
LENS = 2.2  # distance of the phone, in sides of the page


def bend(page: Image.Image, millimetres: float) -> Image.Image:
    """Curve the page as a booklet that does not lie flat: columns move up or down."""
    flat = np.asarray(page, np.float32)
    height, width = flat.shape[:2]
    shifts = millimetres * PX * np.sin(np.pi * np.arange(width) / width)
    bent, rows = np.empty_like(flat), np.arange(height)
    for column, shift in enumerate(shifts):
        source = rows + shift
        upper = np.clip(np.floor(source).astype(int), 0, height - 1)
        lower = np.clip(upper + 1, 0, height - 1)
        share = (source - np.floor(source))[:, None]
        bent[:, column] = flat[upper, column] * (1 - share) + flat[lower, column] * share
    return Image.fromarray(np.uint8(bent))


def box(left: float, top: float, right: float, bottom: float) -> Points:
    """The corners of an upright box, from the upper left one round to the lower left one."""
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)], float)


def project(points: Points, size: tuple[int, int], tilt: tuple[float, float], spin: float) -> Points:
    """Where points of a page of that size come to lie, about the page's middle; angles in degrees."""
    width, height = size
    centred = np.column_stack([points - np.array([width / 2, height / 2]), np.zeros(len(points))])
    turned = centred @ _rotation(*tilt, spin).T
    focal = LENS * max(width, height)
    seen: Points = turned[:, :2] * (focal / (focal + turned[:, 2]))[:, None]
    return seen


def perspective(page: Points, photo: Points) -> Points:
    """The eight coefficients with which `Image.transform` finds the page's point for each point of the photo."""
    rows: list[list[float]] = []
    for (x, y), (u, v) in zip(photo, page, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    return np.linalg.solve(np.array(rows, float), page.reshape(-1))


def _rotation(tilt_x: float, tilt_y: float, spin: float) -> Points:
    x, y, z = (math.radians(angle) for angle in (tilt_x, tilt_y, spin))
    about_x = np.array([[1, 0, 0], [0, math.cos(x), -math.sin(x)], [0, math.sin(x), math.cos(x)]])
    about_y = np.array([[math.cos(y), 0, math.sin(y)], [0, 1, 0], [-math.sin(y), 0, math.cos(y)]])
    about_z = np.array([[math.cos(z), -math.sin(z), 0], [math.sin(z), math.cos(z), 0], [0, 0, 1]])
    rotation: Points = about_z @ about_y @ about_x
    return rotation
