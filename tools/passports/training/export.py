"""From PyTorch to the file that OpenCV's runner reads, and proof that both compute the same."""

import warnings
from pathlib import Path

import cv2
import numpy as np
import torch

from tools.passports.training.network import Recogniser

OPSET = 17
LARGEST = 1_300_000  # bytes: the weights are part of the package
CLOSE = 1e-3  # how far two runners' logits may differ
_SHAPES = ((1, 416), (6, 832), (3, 496))  # batch and width


class ExportError(Exception):
    """The file does not do what the network does, or is too large."""


def export(network: Recogniser, path: Path) -> float:
    """Write the ONNX file; the largest difference of logits between the two runners comes back. Raises ExportError."""
    network = network.eval()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the old exporter writes what OpenCV reads
        torch.onnx.export(
            network,
            (torch.zeros(1, 1, 32, 416),),
            str(path),
            input_names=["strips"],
            output_names=["logits"],
            dynamic_axes={"strips": {0: "batch", 3: "width"}, "logits": {0: "batch", 2: "frames"}},
            opset_version=OPSET,
            dynamo=False,
        )
    if path.stat().st_size > LARGEST:
        raise ExportError(f"{path.stat().st_size} bytes are more than {LARGEST}")
    furthest = max(_difference(network, path, batch, width) for batch, width in _SHAPES)
    if furthest > CLOSE:
        raise ExportError(f"OpenCV's logits differ by {furthest}")
    return furthest


def _difference(network: Recogniser, path: Path, batch: int, width: int) -> float:
    strips = np.random.default_rng(width).uniform(-2, 2, (batch, 1, 32, width)).astype(np.float32)
    runner = cv2.dnn.readNetFromONNX(str(path))
    runner.setInput(strips)
    with torch.no_grad():
        expected = network(torch.from_numpy(strips)).numpy()
    seen = runner.forward()
    if seen.shape != expected.shape:
        raise ExportError(f"OpenCV gives {seen.shape}, PyTorch {expected.shape}")
    return float(np.abs(seen - expected).max())
