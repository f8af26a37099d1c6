"""`tirkeu keys`: signing keys and the list that names them; the root key signs it here or on another machine."""

import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.certificate import commands, keystore
from bot.certificate.commands import KeysOrder
from bot.certificate.keys import KeysError, KeyUse, sign_list
from bot.commands.offline import NO_KEYS
from bot.commands.settings import read_settings
from bot.config import Settings

DONE, NOT_DONE = 0, 2
ACTIONS = ("make", "list", "rotate", "withdraw", "root", "sign", "install")
WANTED = {
    "root": ("out", "a folder for the root key: --out FOLDER"),
    "sign": ("list_file", "the draft to sign: --list FILE"),
    "install": ("list_file", "the signed list: --list FILE"),
}
DRAFTED = "{place}: sign it where the root key is (`tirkeu keys sign`), then `tirkeu keys install` here\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the operator asks for."""

    action: str
    kid: str | None = None
    use: str = KeyUse.SEAL.value
    root: Path | None = None
    draft: Path | None = None
    list_file: Path | None = None
    out: Path | None = None


def keys(order: Order) -> int:
    """Do it and print how the keys stand; 2 with a line where it cannot be done, and nothing is changed then."""
    settings, now = read_settings(), datetime.now(UTC)  # noqa: TID251 - a command line has no Clock to be given
    option, wanted = WANTED.get(order.action, ("action", ""))
    if getattr(order, option) is None:
        sys.stderr.write(f"{wanted}\n")
        return NOT_DONE
    try:
        said = _done(order, settings, now)
    except KeysError as wrong:
        sys.stderr.write(NO_KEYS.format(folder=settings.keys_dir, code=wrong))
        return NOT_DONE
    except OSError as fault:
        sys.stderr.write(f"{fault.filename}: {fault.strerror}\n")
        return NOT_DONE
    sys.stdout.write(f"{said if isinstance(said, str) else json.dumps(said, ensure_ascii=False, indent=2)}\n")
    return DONE


def _done(order: Order, settings: Settings, now: datetime) -> dict[str, Any] | str:
    match order:
        case Order(action="root", out=Path() as folder):
            return {"root_fingerprint": keystore.make_root(folder), "folder": str(folder)}
        case Order(action="sign", list_file=Path() as drafted):
            return _signed(drafted, order.root or settings.keys_dir / keystore.ROOT_PRIVATE, order.out)
        case Order(action="install", list_file=Path() as signed):
            root = None if order.root is None else keystore.read_public(order.root)
            document = signed.read_text(encoding="utf-8")
            return commands.described(keystore.install_list(settings.keys_dir, document, root=root), now)
    wish = KeysOrder(
        keys_dir=settings.keys_dir,
        now=now,
        kid=order.kid,
        use=KeyUse(order.use),
        issuer=settings.operator_code,
        root_file=order.root,
    )
    if order.draft is not None and order.action != "list":
        order.draft.write_text(commands.draft(order.action, wish), encoding="utf-8")
        sys.stderr.write(DRAFTED.format(place=order.draft))
        return commands.drafted(order.draft.read_text(encoding="utf-8"))
    return commands.keys(order.action, wish)


def _signed(drafted: Path, root: Path, out: Path | None) -> str | dict[str, Any]:
    """The list, on standard output or in a file; to a file, what was signed is printed, to be looked at."""
    document = sign_list(drafted.read_text(encoding="utf-8"), keystore.read_private(root))
    if out is None:
        return document.rstrip("\n")
    out.write_text(document, encoding="utf-8")
    return commands.drafted(document)
