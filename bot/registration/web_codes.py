"""The six-digit code by which a host without Telegram opens a request on the web page.

It is derived, never stored: what is stored is how many were shown and how often a wrong one was typed.
"""

from dataclasses import dataclass

from bot.domain.case import Case, EventKind
from bot.domain.life import is_asked_in_chat
from bot.domain.people import ChatId
from bot.domain.person import Iin
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.ports import Begin, Clock, WebKey, Work

MOST_CODES = 3
CODE_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class WebCode:
    """What a guest tells the host by voice: the so-many-th code of this request."""

    case: Case
    turn: int
    code: str

    def __repr__(self) -> str:
        return f"WebCode(case={self.case.number}, turn={self.turn})"


def codes_shown(case: Case) -> int:
    """How many codes were shown for this request."""
    return sum(event.kind is EventKind.CODE_SHOWN for event in case.events)


def tries_left(case: Case) -> int:
    """How many wrong codes may still be typed before the page closes for the code that was shown last."""
    wrong = 0
    for event in case.events:
        if event.kind is EventKind.CODE_SHOWN:
            wrong = 0
        wrong += event.kind is EventKind.WRONG_CODE
    return max(CODE_TRIES - wrong, 0)


def why_in_chat(case: Case) -> Refusal | None:
    """Why this host answers in Telegram alone; None for whom the page is.

    An organisation answers by its staff, each known by the own chat. A host whose chat is known is asked there: on the
    page, with the code on the own screen and the host's IIN, a guest could agree in the host's place.
    """
    if not isinstance(case.answers.host, Iin):
        return Refusal(RefusalCode.WEB_NOT_FOR_BIN)
    return Refusal(RefusalCode.WEB_HOST_IN_CHAT) if case.host is not None else None


def why_no_code(case: Case) -> Refusal | None:
    """The same, as far as the guest may know: of a number that the guest typed it stays unsaid that it is known."""
    if isinstance(case.answers.host, Iin) and not is_asked_in_chat(case):
        return None
    return why_in_chat(case)


def can_renew(case: Case) -> bool:
    """Whether one more code may be shown."""
    return codes_shown(case) < MOST_CODES and why_no_code(case) is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowWebCode:
    """A guest has the code shown: the one that holds, or a new one in its place.

    Raises:
        Refusal: STALE (no request of this guest's), WEB_NOT_FOR_BIN, WEB_HOST_IN_CHAT, WEB_CODES_SPENT, or what
            `Case.check_live` raises.
    """

    begin: Begin
    clock: Clock
    key: WebKey

    async def __call__(self, chat: ChatId, number: int, after: int | None = None) -> WebCode:
        """The code; `after` asks for a new one in the place of the so-many-th, and twice is once."""
        now = self.clock.now()
        async with self.begin() as work:
            case = await work.cases.get(number, lock=True)
            if case is None or case.guest != chat or case.party is not None:
                raise Refusal(RefusalCode.STALE)
            case.check_live(now)
            if no := why_no_code(case):
                raise no
            if codes_shown(case) == (after or 0) or not tries_left(case):
                case = await self._new(work, case, chat)
                await work.commit()
        turn = codes_shown(case)
        return WebCode(case=case, turn=turn, code=self.key.code(case.token, turn))

    async def _new(self, work: Work, case: Case, chat: ChatId) -> Case:
        if not can_renew(case):
            raise Refusal(RefusalCode.WEB_CODES_SPENT)
        case = case.happened(EventKind.CODE_SHOWN, self.clock.now(), chat)
        await work.cases.save(case)
        return case
