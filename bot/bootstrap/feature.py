"""What one part of the bot brings along: for handlers, courier, links and the loops beside."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from bot.domain.notice import NoticeKind
from bot.telegram.doors import Door
from bot.telegram.notices import Send
from bot.telegram.standing import Desk
from bot.web.server import WebServer

Work = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One part. What it does not bring is empty."""

    by_name: Mapping[str, object] = field(default_factory=dict)  # for handlers, which ask by the name of a parameter
    senders: Mapping[NoticeKind, Send] = field(default_factory=dict)  # how its notices are sent
    desks: tuple[Desk, ...] = ()  # which open questions it shows again
    doors: Mapping[str, Door] = field(default_factory=dict)  # letter of a deep link -> what it opens
    works: Mapping[str, Work] = field(default_factory=dict)  # what runs beside for as long as the bot does
    server: WebServer | None = None  # what it serves to the web, to be seen with the rest
    daily: Mapping[str, Work] = field(default_factory=dict)  # what one worker of all does once a day
