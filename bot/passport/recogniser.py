"""The network over straightened strips: which character, if any, each four pixels of a line show."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from bot.passport.alphabet import ALPHABET
from bot.passport.strips import STRIP_HEIGHT, Strip

Frames = NDArray[np.float32]  # 38 log-probabilities a column: the alphabet in its order, then "nothing"

FRAME = 4  # pixels of the strip a frame
NOTHING = len(ALPHABET)
WEIGHTS = Path(__file__).with_name("weights") / "ocrb.onnx"
TOGETHER = 8  # strips a run: more only take memory


def recognise(strips: Sequence[Strip]) -> list[Frames]:
    """What the network says of each strip, frame by frame."""
    read: list[Frames | None] = [None] * len(strips)
    by_width = sorted(range(len(strips)), key=lambda i: strips[i].ink.shape[1])
    for start in range(0, len(by_width), TOGETHER):
        some = by_width[start : start + TOGETHER]
        for i, frames in zip(some, _run([strips[i] for i in some]), strict=True):
            read[i] = frames
    return [frames for frames in read if frames is not None]


def _run(strips: Sequence[Strip]) -> list[Frames]:
    """Strips of about one width as one batch; the shorter are filled up with their own paper."""
    wide = max(strip.ink.shape[1] for strip in strips)
    batch = np.empty((len(strips), 1, STRIP_HEIGHT, wide), np.float32)
    for row, strip in enumerate(strips):
        own = strip.ink.shape[1]
        batch[row, 0, :, :own] = strip.ink
        batch[row, 0, :, own:] = np.median(strip.ink)
    network = _network()
    network.setInput(batch)
    out = _log_softmax(np.asarray(network.forward(), np.float32))
    return [out[row, :, : strip.ink.shape[1] // FRAME] for row, strip in enumerate(strips)]


def _log_softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    shifted = logits - logits.max(1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(1, keepdims=True)), np.float32)


@cache
def _network() -> "cv2.dnn.Net":
    """Loaded once a process. One thread: the worker has one core to itself."""
    cv2.setNumThreads(1)
    return cv2.dnn.readNetFromONNX(str(WEIGHTS))
