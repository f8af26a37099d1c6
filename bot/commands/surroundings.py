"""What the bot needs around it: time zone data, signing keys, disk, Telegram; each looked at without changing it."""

import asyncio
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.utils.token import TokenValidationError

from bot.bootstrap.app import make_bot
from bot.certificate import keystore
from bot.certificate.keys import KeyRing, KeysCode, KeysError, KeyUse, VerifyingKey
from bot.commands.finding import Finding, State
from bot.config import Settings
from bot.domain.officer import deciders, has_too_few_deciders
from bot.machine.roster import TOO_FEW

ENDS_SOON = timedelta(days=30)
FEW_BYTES, TOO_FEW_BYTES = 1024**3, 100 * 1024**2
MANY_BYTES_OF_JOURNAL = 256 * 1024**2  # a checkpoint is due at 4 MB: something keeps it from being done
PATIENCE = 10  # seconds that Telegram has to answer
MANY_PENDING = 1000


def zone(settings: Settings, now: datetime) -> Finding:
    """Whether the zone's data know what Kazakhstan decided in 2024: one time, UTC+5, since 1 March."""
    offset = now.astimezone(settings.zone).utcoffset()
    said = f"{settings.time_zone} is UTC{now.astimezone(settings.zone):%z}"
    if settings.time_zone.startswith("Asia/") and offset != timedelta(hours=5):
        return Finding(name="time zone", state=State.WARNING, said=f"{said}; Kazakhstan is UTC+0500 since 1 March 2024")
    return Finding(name="time zone", state=State.OK, said=said)


def keys(settings: Settings, now: datetime) -> Iterator[Finding]:
    """Whether certificates can be signed, and for how long."""
    if not (settings.keys_dir / keystore.ROOT_PUBLIC).exists():
        yield Finding(name="signing keys", state=State.WARNING, said="none yet: the first start makes them")
        return
    try:
        ring = keystore.load(settings.keys_dir)
    except KeysError as no:
        yield Finding(name="signing keys", state=State.BROKEN, said=f"cannot be trusted: {no.code.value}")
        return
    except OSError as fault:
        yield Finding(name="signing keys", state=State.BROKEN, said=f"cannot be read: {fault.strerror}")
        return
    for use in KeyUse:
        yield _key(ring, use, now)


def _key(ring: KeyRing, use: KeyUse, now: datetime) -> Finding:
    name = f"key for {use.value}s" if use is KeyUse.SEAL else "key for status lists"
    try:
        key: VerifyingKey = ring.signing_key(now, use).verifying
    except KeysError as no:
        return Finding(name=name, state=State.BROKEN, said=f"nothing can be signed{_why(ring, use, no)}")
    is_ending = key.sign_until - now < ENDS_SOON
    said = f"{key.kid.hex()} signs until {key.sign_until:%Y-%m-%d}"
    return Finding(
        name=name,
        state=State.WARNING if is_ending else State.OK,
        said=f"{said}: tirkeu keys rotate --use {use.value}" if is_ending else said,
    )


def _why(ring: KeyRing, use: KeyUse, no: KeysError) -> str:
    if no.code is not KeysCode.BEFORE_FIRST_KEY:
        return f": {no.code.value}"
    begins = ring.own(use)[0].verifying.not_before
    return f" before {begins.astimezone(UTC):%Y-%m-%d %H:%M} UTC: is the clock right?"


def officers(settings: Settings) -> Finding:
    """Whether there are two who may decide: who has refused somebody must not judge the appeal against it."""
    many = len(deciders(settings.officers))
    said = f"{len(settings.officers)} named, {many} may decide"
    if has_too_few_deciders(settings.officers):
        return Finding(name="officers", state=State.WARNING, said=f"{said}: {TOO_FEW}")
    return Finding(name="officers", state=State.OK, said=said)


def disk(folder: Path) -> Finding:
    """How much can still be written where the database is."""
    nearest = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(nearest).free
    state = State.BROKEN if free < TOO_FEW_BYTES else State.WARNING if free < FEW_BYTES else State.OK
    return Finding(name="disk", state=state, said=f"{free / 1024**3:.1f} GB free")


def journal(database: Path) -> Finding:
    """How long SQLite's journal has become."""
    beside = database.with_name(f"{database.name}-wal")
    size = beside.stat().st_size if beside.exists() else 0
    state = State.WARNING if size > MANY_BYTES_OF_JOURNAL else State.OK
    return Finding(name="journal", state=state, said=f"{size / 1024**2:.1f} MB")


async def telegram(settings: Settings) -> list[Finding]:
    """Whether Telegram answers, and how it means to bring updates."""
    if not settings.bot_token.get_secret_value():
        return [Finding(name="telegram", state=State.BROKEN, said="BOT_TOKEN is not set")]
    try:
        bot = make_bot(settings)
    except TokenValidationError:
        return [Finding(name="telegram", state=State.BROKEN, said="BOT_TOKEN is no token")]
    try:
        async with asyncio.timeout(PATIENCE):
            return await _asked(bot, settings)
    except (AiogramError, TimeoutError, OSError) as fault:  # the kind alone: the text may hold the token
        return [Finding(name="telegram", state=State.BROKEN, said=f"does not answer: {type(fault).__name__}")]
    finally:
        await bot.session.close()


async def _asked(bot: Bot, settings: Settings) -> list[Finding]:
    me, hook = await bot.get_me(), await bot.get_webhook_info()
    found = [Finding(name="telegram", state=State.OK, said=f"answers as @{me.username}")]
    wanted = settings.webhook_url
    said = f"{'pushes' if hook.url else 'is asked for updates'}; {hook.pending_update_count} wait"
    state = State.WARNING if hook.pending_update_count > MANY_PENDING else State.OK
    if hook.url != wanted:
        state, said = State.WARNING, f"{said}; WEBHOOK_URL says another thing: the bot sets it when it starts"
    if hook.url and hook.last_error_date is not None:
        said = f"{said}; the last push failed on {hook.last_error_date:%Y-%m-%d %H:%M}"
    return [*found, Finding(name="updates", state=state, said=said)]
