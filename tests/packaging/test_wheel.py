"""An installed wheel works as the checkout does: locales, fonts, page and migrations are inside."""

import asyncio
import os
import re
import subprocess
import sys
import venv
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from importlib.metadata import distribution
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

from tests.people import Person
from tests.town import answer_all, begin, host_proves, link_in

ROOT = Path(__file__).parents[2]
LOCKS = ROOT / "requirements"


def test_the_wheel_holds_all_that_the_checkout_has(tmp_path: Path) -> None:
    """Code, migrations, catalogues, fonts and pages: whatever lies in a room is in the wheel."""
    build_wheel(tmp_path)

    with ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        packed = {name for name in wheel.namelist() if not name.split("/")[0].endswith(".dist-info")}
    tracked = subprocess.check_output(["git", "ls-files", "bot", "storage", "locales"], cwd=ROOT, text=True).split()  # noqa: S607 - the one that made the checkout
    assert set(tracked) <= packed


@pytest.mark.nightly
@pytest.mark.timeout(300)
async def test_an_installed_wheel_registers_a_guest(tmp_path: Path) -> None:
    """Built, installed beside nothing but what is locked and started in an empty folder, it plays the main story."""
    python = await asyncio.to_thread(install_wheel, tmp_path)

    await plays_the_main_story(python, tmp_path)


@pytest.mark.nightly
@pytest.mark.timeout(900)
async def test_a_wheel_installed_as_the_lock_says_registers_a_guest(tmp_path: Path) -> None:
    """The same with every locked package fetched anew and its hash checked."""
    python = await asyncio.to_thread(install_wheel, tmp_path, fetch=True)

    await plays_the_main_story(python, tmp_path)


def test_what_runs_was_tested() -> None:
    """Each package that runs is the one the tests run with: the same release, the same hashes."""
    tested = set(pins(LOCKS / "dev.lock"))  # a package may have one release a version of Python

    assert [name for name, lines in pins(LOCKS / "run.lock") if (name, lines) not in tested] == []


def pins(lock: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each package of a lock file: its name, then its release with the hashes it may have."""
    for block in re.split(r"\n(?=\w)", lock.read_text().strip()):
        release, *hashes = (line.strip(" \\") for line in block.splitlines() if not line.lstrip().startswith("#"))
        yield Requirement(release).name, (release, *hashes)


async def plays_the_main_story(python: Path, folder: Path) -> None:
    """Guest and host, from Start to the certificate, with the demo that this Python runs."""
    async with running_demo(python, folder) as address:
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


def install_wheel(folder: Path, *, fetch: bool = False) -> Path:
    """Build the wheel and install it with the locked requirements alone; the new environment's Python."""
    build_wheel(folder / "dist")
    [wheel] = (folder / "dist").glob("*.whl")
    venv.create(folder / "venv")
    python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = (sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--disable-pip-version-check")
    if fetch:
        run(*pip, "--require-hashes", "-r", str(LOCKS / "run.lock"), cwd=folder)
    else:
        lend_what_is_locked(python)
    run(*pip, "--no-deps", str(wheel), cwd=folder)
    return python


def build_wheel(folder: Path) -> None:
    """Build the checkout's wheel into this folder."""
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)


def lend_what_is_locked(python: Path) -> None:
    """Show a new environment the locked packages that are installed here, and no others."""
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(subprocess.check_output([str(python), "-c", where], text=True).strip())
    for _, (release, *_) in pins(LOCKS / "run.lock"):
        locked = Requirement(release)
        if locked.marker is None or locked.marker.evaluate():
            installed = distribution(locked.name)
            assert locked.specifier.contains(installed.version), f"{release} is locked, not {installed.version}"
            for top in {file.parts[0] for file in installed.files or ()} - {"..", "__pycache__"}:
                (site / top).symlink_to(Path(str(installed.locate_file(top))).resolve())


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
