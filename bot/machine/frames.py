"""Bytes through a pipe, each lot behind its length: nothing is unpickled at either end."""

from typing import IO, Final

HEAD: Final = 4  # bytes of the length


class FrameError(Exception):
    """More comes than was agreed."""


def send(pipe: IO[bytes], content: bytes) -> None:
    """Wait until the other end has taken it. Raises OSError when nobody is there."""
    pipe.write(len(content).to_bytes(HEAD, "big"))
    pipe.write(content)
    pipe.flush()


def receive(pipe: IO[bytes], most: int) -> bytes:
    """Wait for one lot.

    Raises:
        EOFError: the other end is closed.
        FrameError: the lot is longer than `most` bytes; the pipe is of no use any more.
    """
    length = int.from_bytes(_exactly(pipe, HEAD), "big")
    if length > most:
        raise FrameError
    return _exactly(pipe, length)


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    content = pipe.read(length)
    if len(content) < length:
        raise EOFError
    return content
