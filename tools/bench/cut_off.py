"""Running without any network, so that nothing can be asked of anybody, whatever language it is written in."""

import os
import shutil
import subprocess
import sys

import psutil

_NO_NETWORK = ("--map-root-user", "--net")  # of util-linux's unshare


def cut_off(module: str) -> None:
    """Begin this program (`python -m module`) anew without a network, where the machine lets it give that up."""
    unshare = shutil.which("unshare")
    if unshare and is_networked() and _may(unshare):
        again = [unshare, *_NO_NETWORK, sys.executable, "-m", module, *sys.argv[1:]]
        os.execv(unshare, again)  # noqa: S606 - this program itself


def is_networked() -> bool:
    """Whether any interface is up, be it the loopback."""
    return any(interface.isup for interface in psutil.net_if_stats().values())


def _may(unshare: str) -> bool:
    tried = subprocess.run([unshare, *_NO_NETWORK, "true"], capture_output=True, check=False)  # noqa: S603 - fixed words
    return tried.returncode == 0
