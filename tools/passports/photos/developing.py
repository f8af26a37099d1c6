"""From the light in the lens to the JPEG that arrives: focus, movement, sensor, the phone's file, Telegram's."""

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from tools.passports.photos.spoiling import Shot

TURNS = (0, 90, 180, 270)
_TRANSPOSED = {
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}
PHONE_QUALITY, POOR_QUALITY = (85, 95), (40, 55)  # of JPEG
DIM_LIGHT, ROOM_LIGHT = (0.3, 0.6), (0.75, 1.1)
DIM_NOISE, ROOM_NOISE = (0.015, 0.04), (0.002, 0.012)
POORLY_COMPRESSED = 0.15  # share of photos


@dataclass(frozen=True, slots=True)
class Photo:
    """The picture as it arrives, and the quality to write it with."""

    picture: Image.Image
    quality: int

    def jpeg(self) -> bytes:
        """The file's bytes."""
        return _jpeg(self.picture, self.quality)


def develop(shot: Shot, long_side: int) -> Photo:
    """`long_side`: of the last picture, in pixels (Telegram: 1280)."""
    _expose(shot, _move(shot, _defocus(shot)))
    phone_picture = _hold(shot, _picture(shot))
    kept = Image.open(io.BytesIO(_jpeg(phone_picture, shot.chance.randint(*PHONE_QUALITY))))
    scale = long_side / max(kept.size)
    size = (round(kept.width * scale), round(kept.height * scale))
    smaller = kept.resize(size, Image.Resampling.LANCZOS)
    quality = shot.chance.randint(*shot.mix.quality)
    if shot.happens(POORLY_COMPRESSED):
        quality = shot.chance.randint(*POOR_QUALITY)
    shot.facts["quality"] = quality
    return Photo(smaller, quality)


def _defocus(shot: Shot) -> Image.Image:
    sigma = shot.chance.uniform(*shot.mix.blur)
    shot.facts["blur"] = round(sigma, 2)
    return _picture(shot).filter(ImageFilter.GaussianBlur(sigma))


def _move(shot: Shot, picture: Image.Image) -> Image.Image:
    """The hand moved up and down or to the side while the shutter was open."""
    shot.facts["motion"] = 0
    if not shot.happens(shot.mix.motion):
        return picture
    steps = shot.chance.choice(shot.mix.motion_steps)
    shot.facts["motion"] = steps
    path = np.zeros((steps, steps))
    path[steps // 2, :] = 1
    if shot.chance.random() >= 0.5:
        path = path.T
    return picture.filter(ImageFilter.Kernel((steps, steps), path.flatten().tolist(), scale=float(steps)))


def _expose(shot: Shot, picture: Image.Image) -> None:
    """Dim rooms, a cast of colour, the sensor's noise."""
    dim = shot.happens(shot.mix.dim)
    gain = shot.chance.uniform(*(DIM_LIGHT if dim else ROOM_LIGHT))
    lit = np.asarray(picture, np.float32) / 255 * gain * shot.grain.uniform(0.88, 1.06, 3)
    noise = shot.chance.uniform(*(DIM_NOISE if dim else ROOM_NOISE)) * shot.mix.noise
    shot.light = lit + shot.grain.normal(0, noise, lit.shape).astype(np.float32)
    shot.facts |= {"dim": int(dim), "noise": round(noise, 3)}


def _hold(shot: Shot, picture: Image.Image) -> Image.Image:
    """Upright, on its side, or upside down."""
    [turn] = shot.chance.choices(TURNS, shot.mix.turns)
    shot.facts["turn"] = turn
    return picture.transpose(_TRANSPOSED[turn]) if turn else picture


def _picture(shot: Shot) -> Image.Image:
    return Image.fromarray(np.uint8(np.clip(shot.light, 0, 1) * 255))


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return file.getvalue()
