"""An installed wheel works as the checkout does: locales, fonts, page and migrations are inside."""

import asyncio
import os
import re
import subprocess
import sys
import venv
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.people import Person
from tests.town import answer_all, begin, host_proves, link_in

ROOT = Path(__file__).parents[2]


@pytest.mark.timeout(300)
async def test_an_installed_wheel_registers_a_guest(tmp_path: Path) -> None:
    """Built, installed in a clean environment and started in an empty folder, the demo plays the main story."""
    python = await asyncio.to_thread(install_wheel, tmp_path)

    async with running_demo(python, tmp_path) as address:
        guest = await Person.arrive(address, 1001, "Aziz", language_code="kk", patience=10)
        host = await Person.arrive(address, 1002, "Aigul", language_code="ru", patience=10)
        try:
            await begin(guest)
            await answer_all(guest)
            await guest.tap("Send to my host")
            await host_proves(host, link_in(guest))
            await host.tap("Подтверждаю")
            await guest.wait_for("Your registration certificate", timeout=15)
        finally:
            await guest.leave()
            await host.leave()


def install_wheel(folder: Path) -> Path:
    """Build the wheel and install it with the locked requirements; the new environment's Python."""
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist"), cwd=ROOT)
    [wheel] = (folder / "dist").glob("*.whl")
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = (str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, "--require-hashes", "-r", str(ROOT / "requirements" / "run.lock"), cwd=folder)
    run(*pip, "--no-deps", str(wheel), cwd=folder)
    return python


def run(*command: str, cwd: Path) -> None:
    """Run a command; its output is shown when it fails."""
    ended = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr


@asynccontextmanager
async def running_demo(python: Path, folder: Path) -> AsyncIterator[str]:
    """`tirkeu demo` in an empty folder; the page's address."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    demo = await asyncio.create_subprocess_exec(
        str(python), "-m", "bot", "demo", "--port", "0", cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert demo.stdout is not None
        yield await asyncio.wait_for(printed_address(demo.stdout), 60)
    finally:
        demo.terminate()
        await demo.wait()


async def printed_address(output: asyncio.StreamReader) -> str:
    """The address that the demo prints."""
    async for line in output:
        if found := re.search(rb"http://127\.0\.0\.1:\d+", line):
            return found[0].decode()
    raise AssertionError("the demo ended without printing its address")
