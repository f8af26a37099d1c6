"""A PostgreSQL server of one's own for the time of a load, from the programs on PATH, as durable as any."""

import asyncio
import os
import pwd
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

PROGRAMS = ("initdb", "pg_ctl", "createdb")
ACCOUNT = "postgres"  # PostgreSQL refuses to run as root
_numbers = count(1)
# without durability it waits for no disk, and nothing goes on behind its back; what was committed outlives the server
_HASTY = " -c fsync=off -c full_page_writes=off -c autovacuum=off"


class NoPostgresError(Exception):
    """There can be no server here; the text says why."""


@dataclass(frozen=True, slots=True)
class PrivatePostgres:
    """A running server, reached by a socket in a folder of its own."""

    home: Path

    @property
    def pid(self) -> int:
        """The server's first process, the parent of all others."""
        return int((self.home / "data" / "postmaster.pid").read_text().split()[0])

    async def create(self) -> str:
        """The URL of a new, empty database."""
        name = f"load_{next(_numbers)}"
        await asyncio.to_thread(run, "createdb", "--host", str(self.home), "--username", "tirkeu", name)
        return f"postgresql+asyncpg://tirkeu@/{name}?host={self.home}"


@asynccontextmanager
async def private_postgres() -> AsyncIterator[PrivatePostgres]:
    """Start a server with PostgreSQL's own defaults (it waits for the disk at every commit); stop and delete it.

    Raises:
        NoPostgresError: its programs are missing, or root has no account to start it under.
    """
    with ExitStack() as kept:
        home = await asyncio.to_thread(kept.enter_context, server())
        try:
            yield PrivatePostgres(home)
        finally:
            await asyncio.to_thread(kept.close)


@contextmanager
def server(*, is_durable: bool = True) -> Iterator[Path]:
    """The same for who waits without a loop: the folder in which the server's socket, its data and its log lie.

    `is_durable`: off, it never waits for the disk, and what it holds is lost with the machine.
    """
    if reason := why_not():
        raise NoPostgresError(reason)
    with TemporaryDirectory(prefix="tirkeu-pg-", ignore_cleanup_errors=True) as folder:
        home = Path(folder)
        if os.geteuid() == 0:
            shutil.chown(home, ACCOUNT)
        data, hasty = str(home / "data"), () if is_durable else ("--no-sync",)
        run("initdb", "--pgdata", data, "--username", "tirkeu", "--auth", "trust", "--encoding", "UTF8", *hasty)
        start(home, is_durable=is_durable)
        try:
            yield home
        finally:
            stop(home, "fast" if is_durable else "immediate")


def start(home: Path, *, is_durable: bool = True) -> None:
    """Start the server of this folder, and wait until it answers. Raises NoPostgresError."""
    options = f"-c listen_addresses= -c unix_socket_directories={home}" + ("" if is_durable else _HASTY)
    data, log = str(home / "data"), str(home / "log")
    run("pg_ctl", "--pgdata", data, "--log", log, "--options", options, "--wait", "start")


def stop(home: Path, mode: str) -> None:
    """Stop it; the mode is pg_ctl's: `fast` in order, `immediate` as by a crash. Raises NoPostgresError."""
    run("pg_ctl", "--pgdata", str(home / "data"), "--mode", mode, "--wait", "stop")


def why_not() -> str | None:
    """Why there can be no server here, or None when there can."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        return f"PostgreSQL's programs are not on PATH: {', '.join(missing)}"
    if os.geteuid() == 0 and (shutil.which("setpriv") is None or not _has_account()):
        return f"root needs setpriv and an account {ACCOUNT} to start PostgreSQL"
    return None


def _has_account() -> bool:
    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError:
        return False
    return True


def run(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs to its end, under its account. Raises NoPostgresError where it fails."""
    as_account = ("setpriv", f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--clear-groups") if os.geteuid() == 0 else ()
    command = [*as_account, shutil.which(program) or program, *arguments]
    quiet = subprocess.DEVNULL
    ended = subprocess.run(command, check=False, stdout=quiet, stderr=quiet, cwd="/")  # noqa: S603 - words of ours
    if ended.returncode:
        raise NoPostgresError(f"{program} ended with {ended.returncode}")
