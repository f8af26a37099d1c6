"""Lets the running bot be seen: ids for the log always; health and figures where OPS_PORT is set."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from aiogram import Dispatcher

from bot import __version__
from bot.bootstrap.feature import Work
from bot.bootstrap.gauges import Gauges
from bot.bootstrap.leading import LEADER
from bot.bootstrap.shared import Shared
from bot.certificate.verdict import Verdict
from bot.config import Settings
from bot.domain.case import GROUNDS_OF_OFFICERS, Event, EventKind
from bot.domain.certificate import CertificateStatus
from bot.domain.people import ChatId
from bot.domain.refusals import RefusalCode
from bot.law.assessment import Registration
from bot.law.engine import GROUNDS
from bot.telegram.courier import Courier
from bot.telegram.watching import METHODS, Polling, WatchCalls, WatchUpdates, watch_updates
from bot.watch.health import OK, Check, Health
from bot.watch.metrics import Codes, Dropped, Metrics, Postponed
from bot.watch.pulse import Pulse
from bot.watch.threads import TimedThreads
from bot.web.ops import Ops, WatchedSite
from bot.web.server import WebServer
from storage.backlog import is_current
from storage.migrations import HEAD
from storage.outbox import Outbox

CODES = Codes(
    refusals=[*RefusalCode],
    verdicts=[*Registration],
    worths=dict.fromkeys([*Verdict, *CertificateStatus]),
    events=[*EventKind],
    grounds=[*GROUNDS, *RefusalCode],
    methods=METHODS,
)
_POSTPONED = {
    "429": Postponed.FLOOD,
    "TelegramNetworkError": Postponed.NETWORK,
    "TelegramServerError": Postponed.SERVER,
    "RestartingTelegram": Postponed.SERVER,
}
_DROPPED = dict.fromkeys([*RefusalCode], Dropped.REFUSED) | {
    "too late": Dropped.TOO_LATE,
    "expired": Dropped.TOO_LATE,
    "TelegramBadRequest": Dropped.BAD_REQUEST,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """What sees one worker that is asked for its figures."""

    health: Health
    metrics: Metrics
    server: WebServer

    @property
    def works(self) -> Mapping[str, Work]:
        """What it does beside the others."""
        return {"pulse": self.health.pulse.beat, "health": self.health.run}


def watch_of(shared: Shared, dispatcher: Dispatcher, courier: Courier, web: WebServer | None) -> Watch | None:
    """Give every update and web request its id; where OPS_PORT is set, look at all the rest, else there is no watch."""
    settings = shared.settings
    metrics = None if settings.ops_port is None else Metrics(CODES, has_backups=settings.ops_backups is not None)
    watch_updates(dispatcher, WatchUpdates(shared.clock.now, metrics))
    if web is not None:
        web.site = WatchedSite(site=web.site, metrics=metrics)
    if metrics is None or settings.ops_port is None:
        return None
    metrics.build.info({"version": __version__, "tables": HEAD})
    calls = WatchCalls(metrics)
    shared.bot.session.middleware(calls)
    shared.database.watcher = WatchDatabase(metrics)
    courier.outbox = WatchedOutbox(shared.database, metrics)
    health = Health(pulse=Pulse(on_beat=metrics.lag.add), checks=_checks(shared, calls.polling, web))
    ops = Ops(health=health, metrics=metrics, refresh=_gauges(shared, metrics).refresh)
    return Watch(health=health, metrics=metrics, server=_server(settings, settings.ops_port, ops))


def _server(settings: Settings, port: int, ops: Ops) -> WebServer:
    return WebServer(site=ops, listen=settings.ops_listen, wanted_port=port)


def _gauges(shared: Shared, metrics: Metrics) -> Gauges:
    workshop = shared.workshop
    pools = {"draw": workshop.threads, "derive": workshop.ahead}
    timed = {name: pool for name, pool in pools.items() if isinstance(pool, TimedThreads)}
    for name, pool in timed.items():
        pool.on_done = partial(metrics.heavy.add, value=name)
    return Gauges(
        metrics=metrics,
        database=shared.database,
        clock=shared.clock,
        pools=timed,
        backups=shared.settings.ops_backups,
    )


def _checks(shared: Shared, polling: Polling, web: WebServer | None) -> dict[str, Check]:
    async def database() -> str:
        return OK if await is_current(shared.database) else "the tables are another version's"

    async def keys() -> str:
        shared.workshop.current(shared.clock.now())
        return OK

    async def updates() -> str:
        if shared.settings.webhook_url:
            return OK if web is not None and web.listening.is_set() else "nothing listens for Telegram"
        if not shared.database.holds.holds(LEADER):
            return OK  # another worker polls, and this one would take over
        return OK if polling.is_well else "Telegram is not asked for updates, or does not answer"

    return {"database": database, "keys": keys, "updates": updates}


@dataclass(frozen=True, slots=True)
class WatchDatabase:
    """`storage.watching.Watcher`: counts what the database tells."""

    metrics: Metrics

    def waited(self, kind: str, seconds: float) -> None:
        """For a connection."""
        self.metrics.wait.add(seconds, kind)

    def worked(self, kind: str, seconds: float) -> None:
        """With a connection."""
        self.metrics.work.add(seconds, kind)

    def happened(self, events: Sequence[Event]) -> None:
        """To requests."""
        for event in events:
            self.metrics.events.add(event.kind)
            if event.kind is EventKind.DENIED and event.reason not in GROUNDS_OF_OFFICERS:
                self.metrics.denials.add(event.reason or "")


@dataclass(frozen=True)
class WatchedOutbox(Outbox):
    """The courier's outbox, whose ends are counted."""

    metrics: Metrics

    async def sent(self, number: int, now: datetime) -> None:
        """It has reached Telegram."""
        await super().sent(number, now)
        self.metrics.sent.add()

    async def postpone(self, number: int, until: datetime, error_code: str) -> None:
        """It is tried again."""
        await super().postpone(number, until, error_code)
        self.metrics.postponed.add(_POSTPONED.get(error_code, Postponed.OTHER))

    async def drop(self, number: int, now: datetime, why: str) -> None:
        """It is given up."""
        await super().drop(number, now, why)
        self.metrics.dropped.add(_DROPPED.get(why, Dropped.OTHER))

    async def chat_blocked(self, chat: ChatId, now: datetime) -> None:
        """It and all else that waited for this chat is given up: counted once, for one person."""
        await super().chat_blocked(chat, now)
        self.metrics.dropped.add(Dropped.BLOCKED)
