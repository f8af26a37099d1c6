"""A private PostgreSQL server for the tests, from the programs on PATH."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

PROGRAMS = ("initdb", "pg_ctl")
_ACCOUNT = "postgres"  # PostgreSQL refuses to run as root


def why_not() -> str | None:
    """Why there can be no server here, or None when there can."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        return f"PostgreSQL's programs are missing: {', '.join(missing)}"
    if os.geteuid() == 0 and (shutil.which("setpriv") is None or not _account_exists()):
        return "root needs setpriv and an account postgres to start PostgreSQL"
    return None


@contextmanager
def server() -> Iterator[str]:
    """A running server without durability, reached by a socket in a temporary folder; yields its URL."""
    with TemporaryDirectory(prefix="tirkeu-pg-") as folder:
        home = Path(folder)
        if os.geteuid() == 0:
            shutil.chown(home, _ACCOUNT)
        _run("initdb", "--pgdata", str(home / "data"), "--username", "tirkeu", "--auth", "trust", "--no-sync")
        options = f"-c listen_addresses= -c unix_socket_directories={home} -c fsync=off"
        _run(
            "pg_ctl",
            "--pgdata",
            str(home / "data"),
            "--log",
            str(home / "log"),
            "--options",
            options,
            "--wait",
            "start",
        )
        try:
            yield f"postgresql+asyncpg://tirkeu@/{{name}}?host={home}"
        finally:
            _run("pg_ctl", "--pgdata", str(home / "data"), "--mode", "immediate", "stop")


def _account_exists() -> bool:
    try:
        pwd.getpwnam(_ACCOUNT)
    except KeyError:
        return False
    return True


def _run(program: str, *arguments: str) -> None:
    path = shutil.which(program) or program
    as_account = (
        ["setpriv", f"--reuid={_ACCOUNT}", f"--regid={_ACCOUNT}", "--clear-groups"] if os.geteuid() == 0 else []
    )
    subprocess.run([*as_account, path, *arguments], check=True, stdout=subprocess.DEVNULL, cwd="/")
