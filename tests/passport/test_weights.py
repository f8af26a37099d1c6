"""The network that is delivered: small, read by OpenCV alone, and able to read."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from bot.passport.alphabet import ALPHABET
from bot.passport.recogniser import FRAME, NOTHING, WEIGHTS

STRIPS = Path(__file__).parent / "strips"
LARGEST = 1_300_000  # bytes


@pytest.fixture(scope="module")
def network() -> cv2.dnn.Net:
    """The delivered weights, as OpenCV reads them."""
    return cv2.dnn.readNetFromONNX(str(WEIGHTS))


def test_the_weights_stay_small() -> None:
    """The weights are part of the package and take at most 1.3 MB of it."""
    assert WEIGHTS.stat().st_size <= LARGEST


@pytest.mark.parametrize(("strips", "width"), [(1, 416), (5, 832), (2, 496)])
def test_any_number_of_strips_of_any_width_is_read_at_once(network: cv2.dnn.Net, strips: int, width: int) -> None:
    """For each four columns of each strip there are 37 characters and "nothing" to choose from."""
    assert _logits(network, np.zeros((strips, 32, width), np.float32)).shape == (strips, NOTHING + 1, width // FRAME)


def test_paper_beside_a_strip_does_not_change_what_is_read(network: cv2.dnn.Net) -> None:
    """A strip reads the same alone and in a batch filled up to the width of a longer one."""
    strip = _strip("specimen")
    filled = np.pad(strip, ((0, 0), (0, 160)), constant_values=float(np.median(strip)))
    assert _text(_logits(network, filled[None])[0]) == _text(_logits(network, strip[None])[0])


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("specimen", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"),  # 9303-4, appendix A: as sharp as a scan
        ("small", "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"),  # 11 pixels a character, blurred, compressed
    ],
)
def test_a_line_is_read(network: cv2.dnn.Net, name: str, printed: str) -> None:
    """A straightened line of the zone is read letter by letter."""
    assert _text(_logits(network, _strip(name)[None])[0]) == printed


def test_a_line_upside_down_is_no_line(network: cv2.dnn.Net) -> None:
    """Fillers that point the other way are not read as fillers."""
    turned = np.ascontiguousarray(_strip("small")[::-1, ::-1])
    assert "<<<" not in _text(_logits(network, turned[None])[0])


def _logits(network: cv2.dnn.Net, strips: NDArray[np.float32]) -> NDArray[np.float32]:
    network.setInput(strips[:, None])
    return np.asarray(network.forward(), np.float32)


def _strip(name: str) -> NDArray[np.float32]:
    """A strip as it was cut out of a drawn photo, normalised as the reader does."""
    grey = cv2.imread(str(STRIPS / f"{name}.png"), cv2.IMREAD_GRAYSCALE).astype(np.float32)
    dark, light = np.percentile(grey, (3, 90))
    return np.clip((grey - dark) / max(light - dark, 8) * 2 - 1.2, -2, 2).astype(np.float32)


def _text(logits: NDArray[np.float32]) -> str:
    """Runs of the same answer are one character; "nothing" stands between two."""
    best = logits.argmax(0)
    starts = [i for i, answer in enumerate(best) if answer != NOTHING and (i == 0 or best[i - 1] != answer)]
    return "".join(ALPHABET[best[i]] for i in starts)
