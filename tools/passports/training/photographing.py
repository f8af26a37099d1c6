"""The phone's camera, and Telegram: from a strip of page to the photo that the bot is sent.

The page is seen through one homography (turn, perspective, scale); blur, shadow, glare, noise and two JPEGs are done in
the photo's own pixels, so that a small print suffers as it does in life.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tools.passports.training.fonts import PITCH
from tools.passports.training.printing import Plane, Random

_COARSE = 4  # shadows and glare are worked out for one pixel in so many each way
_GREY_NOISE = 0.67  # grey is a weighted mean of three noisy colours
_NOISE = np.random.default_rng(0).standard_normal(1 << 20, np.float32)
_LARGEST_PITCH = 30.0  # in the phone's own picture: finer than the drawn page is no use
_BLURREST = 0.21  # sigma in pitches: beyond it nothing can be told apart
Matrix = NDArray[np.float64]
Grey = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Camera:
    """One photo's conditions; `pitch` in pixels of the photo as Telegram delivers it."""

    pitch: float
    shrink: float  # Telegram's scaling of the phone's own picture, at most 1
    blur: float  # sigma in pixels of the phone's own picture
    motion: int  # pixels of it, 0 for none
    quality: int  # of Telegram's JPEG


@dataclass(frozen=True, slots=True)
class Photo:
    """Grey values, and the homography from the page's pixels to the photo's."""

    grey: Grey
    matrix: Matrix
    camera: Camera


def pick_camera(random: Random) -> Camera:
    """Small print and blur are where readers fail, so they are met most often."""
    kind = random.random()
    if kind < 0.62:
        pitch = random.uniform(8.5, 14.0)
    else:
        pitch = random.uniform(14.0, 20.0) if kind < 0.88 else random.uniform(20.0, 28.0)
    shrink = random.uniform(0.6, 0.75) if random.random() < 0.7 else random.uniform(0.45, 1.0)
    shrink = max(shrink, pitch / _LARGEST_PITCH)
    return Camera(
        pitch=pitch,
        shrink=shrink,
        blur=min(random.uniform(0.4, 2.6), _BLURREST * pitch / shrink),
        motion=int(random.choice((3, 5, 5, 7))) if random.random() < 0.25 else 0,
        quality=int(random.integers(40, 91)) if random.random() < 0.92 else int(random.integers(25, 98)),
    )


def photograph(random: Random, page: Plane, camera: Camera) -> Photo:
    """The page as Telegram delivers it."""
    view = _view(random, page, camera.pitch / camera.shrink / PITCH)
    grey = _delivered(random, _developed(random, _taken(random, page, view, camera)), camera)
    scale = np.diag([grey.shape[1] / view.size[0], grey.shape[0] / view.size[1], 1.0])
    return Photo(grey, scale @ view.matrix, camera)


@dataclass(frozen=True, slots=True)
class _View:
    matrix: Matrix  # page to photo, pixel centres at whole numbers
    size: tuple[int, int]  # width and height of the photo


def _view(random: Random, page: Plane, scale: float) -> _View:
    """Turn, lean and perspective of the page before the camera."""
    height, width = page.shape
    turn = np.deg2rad(random.normal(0, 2.5))
    lean, flat = random.normal(0, 0.06), random.uniform(0.92, 1.0)
    cos, sin = np.cos(turn), np.sin(turn)
    matrix = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]]) @ np.array([[1, lean, 0], [0, flat, 0], [0, 0, 1]])
    matrix = np.diag([scale, scale, 1.0]) @ matrix
    matrix[2, 0] = random.normal(0, 0.05) / width  # one end farther away than the other
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], float)
    seen = cv2.perspectiveTransform(corners[None], matrix)[0]
    shift = random.random(2) - seen.min(0)
    size = np.ceil(seen.max(0) + shift).astype(int) + 1
    return _View(np.array([[1, 0, shift[0]], [0, 1, shift[1]], [0, 0, 1]]) @ matrix, (int(size[0]), int(size[1])))


def _taken(random: Random, page: Plane, view: _View, camera: Camera) -> Plane:
    """The page on the sensor: sampled finely enough, out of focus, moved."""
    scale = camera.pitch / camera.shrink / PITCH
    fine = cv2.GaussianBlur(page, (0, 0), 0.4 / scale) if scale < 0.8 else page
    photo = cv2.warpPerspective(fine, view.matrix, view.size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    if camera.blur > 0.2:
        photo = cv2.GaussianBlur(photo, (0, 0), camera.blur)
    if camera.motion:
        photo = cv2.filter2D(photo, -1, _smear(random, camera.motion))
    return np.asarray(photo, np.float32)


def _smear(random: Random, length: int) -> Plane:
    """A hand's movement: a short line, mostly along a row or a column."""
    kernel = np.zeros((length, length), np.float32)
    angle = random.choice((0.0, np.pi / 2)) if random.random() < 0.6 else random.uniform(0, np.pi)
    reach = np.array([np.cos(angle), np.sin(angle)]) * (length - 1) / 2
    middle = (length - 1) / 2
    ends = np.round(np.stack([middle - reach, middle + reach])).astype(int)
    cv2.line(kernel, ends[0].tolist(), ends[1].tolist(), 1.0)
    return np.asarray(kernel / kernel.sum(), np.float32)


def _developed(random: Random, photo: Plane) -> Plane:
    """Light and noise."""
    if random.random() < 0.45:
        photo *= _shadow(random, photo.shape)
    if random.random() < 0.18:
        photo += (1 - photo) * _glare(random, photo.shape)
    dim = random.random() < 0.35
    photo *= np.float32(random.uniform(0.28, 0.6) if dim else random.uniform(0.7, 1.1))
    noise = random.uniform(0.012, 0.045) if dim else random.uniform(0.002, 0.016)
    return photo + _noise(random, photo.shape) * np.float32(noise * _GREY_NOISE)


def _noise(random: Random, shape: tuple[int, ...]) -> Plane:
    """Normal noise, cut out of one fixed field: drawing it anew would take most of the time."""
    first = int(random.integers(_NOISE.size - shape[0] * shape[1]))
    return _NOISE[first : first + shape[0] * shape[1]].reshape(shape)


def _shadow(random: Random, shape: tuple[int, ...]) -> Plane:
    angle = random.uniform(0, 6.28)
    rows, columns = np.ogrid[0 : shape[0] : _COARSE, 0 : shape[1] : _COARSE]
    away = (columns - random.uniform(0, shape[1])) * np.cos(angle) + (rows - random.uniform(0, shape[0])) * np.sin(
        angle
    )
    edge = 1 / (1 + np.exp(np.clip(-away / random.uniform(3, 60), -30, 30)))
    return _spread(1 - random.uniform(0.1, 0.65) * edge, shape)


def _glare(random: Random, shape: tuple[int, ...]) -> Plane:
    rows, columns = np.ogrid[0 : shape[0] : _COARSE, 0 : shape[1] : _COARSE]
    across = (columns - random.uniform(0, shape[1])) / random.uniform(20, 150)
    down = (rows - random.uniform(0, shape[0])) / random.uniform(15, 90)
    return _spread(np.exp(-0.5 * (across**2 + down**2)) * random.uniform(0.1, 0.55), shape)


def _spread(coarse: NDArray[np.float64], shape: tuple[int, ...]) -> Plane:
    size = (shape[1], shape[0])
    return np.asarray(cv2.resize(coarse.astype(np.float32), size, interpolation=cv2.INTER_LINEAR), np.float32)


def _delivered(random: Random, photo: Plane, camera: Camera) -> Grey:
    """The phone's JPEG, Telegram's scaling to 1280 pixels, Telegram's JPEG."""
    grey = _compressed(np.clip(photo * 255, 0, 255).astype(np.uint8), int(random.integers(82, 97)))
    if camera.shrink < 0.98:
        size = (max(8, round(grey.shape[1] * camera.shrink)), max(8, round(grey.shape[0] * camera.shrink)))
        if random.random() < 0.4:
            grey = np.asarray(Image.fromarray(grey).resize(size, Image.Resampling.LANCZOS))
        else:
            grey = np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)
    return _compressed(grey, camera.quality) if random.random() < 0.94 else grey


def _compressed(grey: Grey, quality: int) -> Grey:
    data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)
