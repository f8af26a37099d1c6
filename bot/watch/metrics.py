"""Every figure that a worker gives of itself. `docs/watching.md` says what each is for.

A registry of its own: several bots in one process (tests) count apart. No label comes from a person or from outside.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from prometheus_client import (
    CollectorRegistry,
    Gauge,
    GCCollector,
    Info,
    ProcessCollector,
    disable_created_metrics,
)

from bot.watch.counted import Counted, Timed
from bot.watch.trace import Told, Trace

# a second series beside each one, which no panel and no alert reads
disable_created_metrics()  # type: ignore[no-untyped-call]  # prometheus-client says no types of it

# around the aim of a tenth of a second for an answer; the last ones tell a slow minute from a standstill
_ANSWERS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_STATEMENTS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
_AGES = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0, 3600.0, 86400.0)
WEB_STATUSES = ("2xx", "3xx", "4xx", "5xx")
_HEAVY = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class UpdateKind(StrEnum):
    """What came from Telegram."""

    MESSAGE = "message"
    TAP = "tap"
    OTHER = "other"


class UpdateEnd(StrEnum):
    """What became of an update."""

    HANDLED = "handled"
    REFUSED = "refused"  # the person was told why not
    FAILED = "failed"  # the person was told that it is our fault, or nothing at all
    IGNORED = "ignored"  # nothing handles such updates
    BROKEN_OFF = "broken_off"  # the worker stopped; it comes again


class CallResult(StrEnum):
    """What became of a call to Telegram."""

    OK = "ok"
    BAD_REQUEST = "400"
    UNAUTHORIZED = "401"
    FORBIDDEN = "403"
    NOT_FOUND = "404"
    CONFLICT = "409"
    FLOOD = "429"
    SERVER = "5xx"
    NETWORK = "network"
    BROKEN_OFF = "broken_off"
    OTHER = "other"


class Postponed(StrEnum):
    """Why a notice is tried again later."""

    FLOOD = "429"
    SERVER = "5xx"
    NETWORK = "network"
    OTHER = "other"


class Dropped(StrEnum):
    """Why a notice is never sent."""

    BLOCKED = "blocked"
    TOO_LATE = "too_late"
    REFUSED = "refused"  # it holds no more
    BAD_REQUEST = "400"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """The values of labels that the rooms above know."""

    refusals: Iterable[str]
    verdicts: Iterable[str]  # of the law
    worths: Iterable[str]  # of certificates
    events: Iterable[str]  # of requests
    grounds: Iterable[str]  # on which the law denies
    methods: Iterable[str]  # of the Bot API


class Metrics:
    """The figures of one worker."""

    def __init__(self, codes: Codes, *, has_backups: bool = False) -> None:
        """Where nobody has said where the backups are, nothing is said of them."""
        self.registry = CollectorRegistry()
        self._of_updates()
        self._of_telegram(codes.methods)
        self._of_people(codes)
        self._of_notices()
        self._of_the_machine()
        self.backup = Gauge(
            "tirkeu_backup_timestamp_seconds",
            "When the newest backup was made; 0: there is none.",
            registry=self.registry if has_backups else None,
        )
        ProcessCollector(registry=self.registry)
        GCCollector(registry=self.registry)

    def _of_updates(self) -> None:
        registry, kinds = self.registry, [*UpdateKind]
        self.updates = Counted(
            registry, "tirkeu_updates", "Updates taken up.", ("kind", "outcome"), kinds, [*UpdateEnd]
        )
        self.update = Timed(
            registry, "tirkeu_update_seconds", "Handling of an update, to its end.", _ANSWERS, "kind", kinds
        )
        self.answer = Timed(
            registry, "tirkeu_answer_seconds", "From taking an update up to the first thing Telegram took.", _ANSWERS
        )
        self.age = Timed(registry, "tirkeu_update_age_seconds", "How old a message was when it was taken up.", _AGES)
        self.unhandled = Gauge("tirkeu_inbox_unhandled", "Updates that wait in the database.", registry=registry)
        self.oldest_update = Gauge(
            "tirkeu_inbox_oldest_seconds", "Age of the oldest of them; 0 without one.", registry=registry
        )

    def _of_telegram(self, methods: Iterable[str]) -> None:
        told = "Calls to the Bot API, each try counted."
        self.calls = Counted(self.registry, "tirkeu_telegram_calls", told, ("method", "result"), methods, [*CallResult])
        self.call = Timed(
            self.registry, "tirkeu_telegram_call_seconds", "One try of a call, but of getUpdates.", _ANSWERS
        )

    def _of_people(self, codes: Codes) -> None:
        registry = self.registry
        self.told = {
            Told.REFUSAL: Counted(registry, "tirkeu_refusals", "Refusals told.", ("code",), codes.refusals),
            Told.LAW: Counted(
                registry, "tirkeu_law_verdicts", "Whether one must register, told.", ("verdict",), codes.verdicts
            ),
            Told.CERTIFICATE: Counted(
                registry, "tirkeu_certificate_verdicts", "Checked certificates, told.", ("verdict",), codes.worths
            ),
        }
        self.events = Counted(registry, "tirkeu_request_events", "What happened to requests.", ("kind",), codes.events)
        self.web = Counted(
            registry, "tirkeu_web_answers", "Answers to browsers and to Telegram's pushes.", ("status",), WEB_STATUSES
        )
        self.denials = Counted(
            registry, "tirkeu_denials", "Requests that the law denied after a yes.", ("ground",), codes.grounds
        )

    def _of_notices(self) -> None:
        registry = self.registry
        self.sent = Counted(registry, "tirkeu_notices_sent", "Notices that reached Telegram.", ())
        self.postponed = Counted(
            registry, "tirkeu_notices_postponed", "Notices put back after a fault.", ("reason",), [*Postponed]
        )
        self.dropped = Counted(registry, "tirkeu_notices_dropped", "Notices given up.", ("reason",), [*Dropped])
        self.waiting = Gauge("tirkeu_notices_waiting", "Unsent notices, future ones too.", registry=registry)
        self.due = Gauge("tirkeu_notices_due", "Unsent notices whose time has come.", registry=registry)
        self.oldest_notice = Gauge(
            "tirkeu_notices_oldest_seconds",
            "How long the oldest of them has been due; 0 without one.",
            registry=registry,
        )

    def _of_the_machine(self) -> None:
        registry, kinds, pools = self.registry, ("read", "write"), ("draw", "derive")
        self.lag = Timed(registry, "tirkeu_loop_lag_seconds", "How late the event loop wakes a sleeper.", _STATEMENTS)
        self.wait = Timed(
            registry, "tirkeu_database_wait_seconds", "Waiting for a connection.", _STATEMENTS, "kind", kinds
        )
        self.work = Timed(
            registry, "tirkeu_database_work_seconds", "A unit of work, while it had one.", _STATEMENTS, "kind", kinds
        )
        self.busy = Gauge("tirkeu_database_connections_busy", "Connections in use.", registry=registry)
        self.database = Gauge("tirkeu_database_up", "1 when the database answered last.", registry=registry)
        self.heavy = Timed(
            registry, "tirkeu_heavy_work_seconds", "Drawing and sealing, deriving keys.", _HEAVY, "pool", pools
        )
        self.queue = Gauge("tirkeu_heavy_work_queue", "Work that waits for a thread.", ("pool",), registry=registry)
        for pool in pools:
            self.queue.labels(pool)
        self.leader = Gauge("tirkeu_leader", "1 in the worker that leads.", registry=registry)
        self.build = Info("tirkeu_build", "Which version this is.", registry=registry)

    def add_told(self, trace: Trace) -> None:
        """What a person was told by the way."""
        for what, code in trace.told:
            self.told[what].add(code)
