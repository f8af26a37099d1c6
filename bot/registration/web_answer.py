"""A host without Telegram: the guest's code opens the request on a web page, where the host answers."""

import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.case import Case, EventKind, RefusalReason
from bot.domain.notice import Notice, NoticeKind
from bot.domain.person import Iin
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.answer_consent import refuse
from bot.registration.granting import ON_THE_WEB, Granting, Yes
from bot.registration.open_request import count_wrong, mark_opened
from bot.registration.ports import Begin, Clock, WebKey, Work
from bot.registration.strangers import check_not_kept_out
from bot.registration.talk import CONSENT_VERSION
from bot.registration.web_codes import codes_shown, tries_left, why_in_chat


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPass:
    """Who typed the so-many-th code of the request behind this link; a newer code ends it."""

    token: str
    turn: int

    def __repr__(self) -> str:
        return f"WebPass(turn={self.turn})"


def why_ended(case: Case, now: datetime) -> Refusal | None:
    """What `Case.check_live` says; None while the request may be answered."""
    try:
        case.check_live(now)
    except Refusal as no:
        return no
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnockAtWebPage:
    """Somebody opens the link in a browser, without a pass: whether the page asks for a code. It tells nothing else.

    Raises:
        Refusal: LINK_UNKNOWN for every link that leads to no open request by this way, WEB_CODE_CLOSED.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, token: str) -> None:
        """Nothing, if a code may be typed."""
        async with self.begin() as work:
            await _open_page(work, token, self.clock)


@dataclass(frozen=True, slots=True, kw_only=True)
class TryWebCode:
    """Somebody types the code. A wrong one is counted even though it is refused; at the fifth the guest is told.

    Raises:
        Refusal: WEB_CODE_LENGTH, WEB_CODE_WRONG (with the tries left), WEB_CODE_CLOSED or LINK_UNKNOWN.
    """

    begin: Begin
    clock: Clock
    key: WebKey

    async def __call__(self, token: str, typed: str) -> tuple[WebPass, Case]:
        """The pass to the request, and the request."""
        async with self.begin() as work:
            case = await _open_page(work, token, self.clock, lock=True)
            digits = re.sub(r"[\s\-–.]", "", typed)
            if not re.fullmatch(r"[0-9]{6}", digits):
                raise Refusal(RefusalCode.WEB_CODE_LENGTH)
            turn = codes_shown(case)
            if not hmac.compare_digest(digits, self.key.code(token, turn)):
                no = await self._count_wrong(work, case)
                await work.commit()
                raise no
            case = await mark_opened(work, case, None, self.clock)
            await work.commit()
        return WebPass(token=token, turn=turn), case

    async def _count_wrong(self, work: Work, case: Case) -> Refusal:
        now = self.clock.now()
        tried = case.happened(EventKind.WRONG_CODE, now)
        await work.cases.save(tried)
        left = tries_left(tried)
        if left:
            return Refusal(RefusalCode.WEB_CODE_WRONG, left=left)
        turn = codes_shown(tried)
        told = Notice(
            key=f"{NoticeKind.WEB_CLOSED}:{case.number}:{turn}",
            chat=case.guest,
            kind=NoticeKind.WEB_CLOSED,
            due_at=now,
            case=case.number,
            data={"shown": str(turn)},
            urgency=2,
        )
        await work.notices.owe(told)
        return Refusal(RefusalCode.WEB_CODE_CLOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadWebRequest:
    """What lies behind a pass: the request with all that go with it, open or ended. Raises Refusal: LINK_UNKNOWN."""

    begin: Begin

    async def __call__(self, passed: WebPass) -> Sequence[Case]:
        """The one with the link first."""
        async with self.begin() as work:
            return await _behind(work, passed)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProveOnTheWeb:
    """The host names the own IIN before refusing; a wrong one is counted, and the fifth closes the link.

    Raises:
        Refusal: LINK_UNKNOWN, WEB_NOT_FOR_BIN, WEB_HOST_IN_CHAT, IIN_OTHER (with the tries left), GUEST_KEPT_OUT,
            or what `Case.check_live` raises.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, passed: WebPass, iin: Iin) -> Sequence[Case]:
        """The requests that wait for the answer."""
        async with self.begin() as work:
            return await _proven(work, passed, iin, self.clock)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreeOnTheWeb:
    """The host agrees on the page, for all who ask together, and consents to the use of IIN and name.

    Raises:
        Refusal: PLACE_FULL, or what `ProveOnTheWeb` raises; nothing has changed then but the count of wrong IINs.
    """

    begin: Begin
    clock: Clock
    granting: Granting

    async def __call__(self, passed: WebPass, iin: Iin, name: str) -> None:
        """Grant, or by the law deny."""
        async with self.begin() as work:
            first, *others = await _proven(work, passed, iin, self.clock)
            first = first.happened(EventKind.HOST_CONSENTED, self.clock.now(), reason=CONSENT_VERSION)
            await self.granting(work, [first, *others], Yes(chat=None, host_name=name, how=ON_THE_WEB))
            await work.commit()


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseOnTheWeb:
    """The host, whose IIN was proven a moment ago, refuses (Order 923, paragraph 4, ground 3), all who ask together.

    Raises:
        Refusal: LINK_UNKNOWN, WEB_NOT_FOR_BIN, WEB_HOST_IN_CHAT, or what `Case.check_live` raises; nothing has
            changed then.
    """

    begin: Begin
    clock: Clock

    async def __call__(self, passed: WebPass, reason: RefusalReason) -> None:
        """Refuse."""
        now = self.clock.now()
        async with self.begin() as work:
            for case in await _waiting(work, passed, self.clock):
                await refuse(work, case, None, reason.value, now)
            await work.commit()


async def _open_page(work: Work, token: str, clock: Clock, *, lock: bool = False) -> Case:
    """The live request whose page was offered. Ended, unknown, forged, bound to a chat: one and the same answer."""
    case = await work.cases.by_token(token, lock=lock)
    is_offered = case is not None and case.party is None and case.host is None and codes_shown(case) > 0
    if case is None or not is_offered or not case.stage(clock.now()).is_live:
        raise Refusal(RefusalCode.LINK_UNKNOWN)
    if not tries_left(case):
        raise Refusal(RefusalCode.WEB_CODE_CLOSED)
    return case


async def _behind(work: Work, passed: WebPass, *, lock: bool = False) -> Sequence[Case]:
    case = await work.cases.by_token(passed.token)
    if case is None or case.party is not None or codes_shown(case) != passed.turn:
        raise Refusal(RefusalCode.LINK_UNKNOWN)
    if lock:
        await work.cases.lock_behind(case.number)
    party = await work.cases.party(case.number, lock=lock)
    if any(each.answers.is_empty for each in party):  # wiped, their term being over
        raise Refusal(RefusalCode.LINK_UNKNOWN)
    return party


async def _waiting(work: Work, passed: WebPass, clock: Clock) -> list[Case]:
    party = await _behind(work, passed, lock=True)
    if codes_shown(party[0]) != passed.turn:  # a new code was shown while we waited for the lock
        raise Refusal(RefusalCode.LINK_UNKNOWN)
    party[0].check_live(clock.now())
    if no := why_in_chat(party[0]):
        raise no
    return [case for case in party if case.ending is None]


async def _proven(work: Work, passed: WebPass, iin: Iin, clock: Clock) -> list[Case]:
    waiting = await _waiting(work, passed, clock)
    if iin != waiting[0].answers.host:
        no = await count_wrong(work, waiting[0], None, iin, clock)
        await work.commit()
        raise no
    host = await work.hosts.by_number(iin)  # one for whom no link has vouched yet, so that nothing waits in the chat
    if host is not None:
        await check_not_kept_out(work, waiting[0], host.chat)
    return waiting
