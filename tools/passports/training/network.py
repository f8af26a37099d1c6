"""The recogniser's network: a strip of a line in, for every four columns the character they show out.

Planes are halved by strides, not by pooling, which is what keeps it cheap; the height is gathered into channels; then
the line is read along its length, each layer looking farther, up to about seven characters each way. All context is
near: a strip read alone or beside others, in a batch filled up with paper, reads the same.
"""

from torch import Tensor, nn, relu

CLASSES = 38  # 0-9, A-Z, <, nothing
REACHES = (1, 2, 4, 2, 1)  # dilation of the layers along the line


def _layer(
    inside: int, outside: int, kernel: int | tuple[int, int], *, stride: int | tuple[int, int] = 1, pad: int = 0
) -> nn.Sequential:
    """A convolution, normalised, without negatives."""
    plain = nn.Conv2d(inside, outside, kernel, stride, pad, bias=False)
    return nn.Sequential(plain, nn.BatchNorm2d(outside), nn.ReLU())


class Shortcut(nn.Module):
    """A change added to what comes in."""

    def __init__(self, change: nn.Module) -> None:
        super().__init__()
        self.change = change

    def forward(self, planes: Tensor) -> Tensor:
        return relu(planes + self.change(planes))


def _refined(planes: int) -> Shortcut:
    change = nn.Conv2d(planes, planes, 3, padding=1, bias=False)
    return Shortcut(nn.Sequential(_layer(planes, planes, 3, pad=1), change, nn.BatchNorm2d(planes)))


def _along(planes: int, reach: int) -> Shortcut:
    """Looks along the line only, two steps of `reach` frames each way."""
    look = nn.Conv2d(planes, planes, (1, 5), padding=(0, 2 * reach), dilation=(1, reach), groups=planes, bias=False)
    mix = nn.Conv2d(planes, planes, 1, bias=False)
    return Shortcut(nn.Sequential(look, nn.BatchNorm2d(planes), nn.ReLU(), mix, nn.BatchNorm2d(planes)))


class Recogniser(nn.Module):
    """(batch, 1, 32, W) normalised strips to (batch, CLASSES, W / 4) logits."""

    def __init__(self, first: int = 28, second: int = 48, third: int = 72, line: int = 128) -> None:
        super().__init__()
        self.seen = nn.Sequential(
            _layer(1, first, 5, stride=2, pad=2),  # 16 high
            _layer(first, second, 3, stride=2, pad=1),  # 8 high, four columns a frame from here on
            _layer(second, second, 3, pad=1),
            _layer(second, third, 3, stride=(2, 1), pad=1),  # 4 high
            _refined(third),
            _layer(third, line, (4, 1)),  # 1 high
        )
        self.read = nn.Sequential(
            *(_along(line, reach) for reach in REACHES), nn.Dropout(0.05), nn.Conv2d(line, CLASSES, 1)
        )

    def forward(self, strips: Tensor) -> Tensor:
        logits: Tensor = self.read(self.seen(strips))
        return logits[:, :, 0]
