"""A host's way through the page: knock, type the code, read the request, agree or refuse, see what became of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from aiohttp.web import Response

from bot.domain.case import Case, RefusalReason
from bot.domain.operator import Operator
from bot.domain.person import LONGEST_FULL_NAME, Iin, parse_name
from bot.domain.refusals import Refusal, RefusalCode
from bot.registration.ports import Clock
from bot.registration.vouching import waiting_yes
from bot.registration.web_answer import (
    AgreeOnTheWeb,
    KnockAtWebPage,
    ProveOnTheWeb,
    ReadWebRequest,
    RefuseOnTheWeb,
    TryWebCode,
    WebPass,
    why_ended,
)
from bot.registration.web_codes import why_in_chat
from bot.texts import web
from bot.texts.refusals import refusal
from bot.texts.words import Words
from bot.web.answers import page, see_other
from bot.web.html import Fault
from bot.web.pages import Pages
from bot.web.passes import LIVES, Passes
from bot.web.visits import PASS, NotAFormError, Visit

ANSWER, REFUSE = "answer", "refuse"  # what a form is for
_OF_THE_CODE = {RefusalCode.WEB_CODE_LENGTH, RefusalCode.WEB_CODE_WRONG}


@dataclass(frozen=True, slots=True, kw_only=True)
class HostPage:
    """The pages of one link. Raises Refusal: LINK_UNKNOWN for every link that opens nothing."""

    operator: Operator
    passes: Passes
    is_https: bool
    chat_link: Callable[[str], str]  # the same link in Telegram
    prepare: Callable[[Case], None]  # heavy work that Agree will need
    clock: Clock
    knock: KnockAtWebPage
    try_code: TryWebCode
    read: ReadWebRequest
    prove: ProveOnTheWeb
    agree: AgreeOnTheWeb
    refuse: RefuseOnTheWeb

    async def show(self, visit: Visit, token: str) -> Response:
        """Where the request stands, for whoever has the pass; else the field for the code."""
        passed = self.passes.read(token, visit.cookie)
        party = await self._behind(passed) if passed else None
        if party is None:
            return await self._ask_code(visit, token)
        if no := why_ended(party[0], self.clock.now()):
            return page(self._pages(visit).result(party, no))
        if no := why_in_chat(party[0]):
            return page(self._pages(visit).not_now(no, self.chat_link(token)))
        if waiting_yes(party[0]) is not None:
            return page(self._pages(visit).plainly(web.awaits_officer(visit.words)))
        return page(self._request(visit, party, {}, ()))

    async def code(self, visit: Visit, token: str) -> Response:
        """The code was typed: the pass, or what was wrong with it."""
        typed = (await visit.form()).get("code", "")
        try:
            passed, case = await self.try_code(token, typed)
        except Refusal as no:
            if no.code is RefusalCode.WEB_CODE_CLOSED:
                return page(self._pages(visit).closed(no), 403)
            if no.code not in _OF_THE_CODE:
                raise
            return self._code_page(visit, token, typed, Fault("code", refusal(visit.words, no)), 422)
        self.prepare(case)
        answer = see_other(visit.here)
        answer.set_cookie(
            PASS,
            self.passes.issue(passed),
            max_age=int(LIVES.total_seconds()),
            path=visit.here,
            httponly=True,
            samesite="Strict",
            secure=self.is_https,
        )
        return answer

    async def answer(self, visit: Visit, token: str) -> Response:
        """IIN and name came with Agree, or the IIN with Refuse."""
        fields = await visit.form()
        passed = self.passes.read(token, visit.cookie)
        party = await self._behind(passed) if passed else None
        if passed is None or party is None:
            return await self._ask_code(visit, token, is_late=True)
        self._check_form(visit, ANSWER, fields)
        if why_ended(party[0], self.clock.now()) or why_in_chat(party[0]) or waiting_yes(party[0]) is not None:
            return see_other(visit.here)  # sent twice, or opened or answered in Telegram meanwhile: the page says how
        if fields.get("do") not in {"agree", "refuse"}:
            raise NotAFormError
        if faults := _faults(visit.words, fields):
            return page(self._request(visit, party, fields, faults), 422)
        try:
            return await self._take(visit, passed, fields)
        except Refusal as no:
            return self._not_taken(visit, party, fields, no)

    async def reason(self, visit: Visit, token: str) -> Response:
        """The reason of a host whose IIN was proven on the page before: the form's mark says so."""
        fields = await visit.form()
        passed = self.passes.read(token, visit.cookie)
        if passed is None:
            return await self._ask_code(visit, token, is_late=True)
        self._check_form(visit, REFUSE, fields)
        chosen = fields.get("reason")
        if chosen not in set(RefusalReason):
            fault = Fault("reason", refusal(visit.words, Refusal(RefusalCode.WEB_NO_REASON)))
            return page(self._reasons(visit, (fault,)), 422)
        try:
            await self.refuse(passed, RefusalReason(chosen))
        except Refusal as no:
            if no.code is RefusalCode.LINK_UNKNOWN:  # a new code was shown meanwhile
                return await self._ask_code(visit, token, is_late=True)
        return see_other(visit.here)

    async def _take(self, visit: Visit, passed: WebPass, fields: Mapping[str, str]) -> Response:
        iin = Iin.parse(fields["iin"])
        if fields["do"] == "refuse":
            await self.prove(passed, iin)
            return page(self._reasons(visit, ()))
        await self.agree(passed, iin, parse_name(fields["name"], LONGEST_FULL_NAME))
        return see_other(visit.here)

    def _not_taken(self, visit: Visit, party: Sequence[Case], fields: Mapping[str, str], no: Refusal) -> Response:
        if no.code is RefusalCode.IIN_OTHER:
            return page(self._request(visit, party, fields, (Fault("iin", refusal(visit.words, no)),)), 422)
        if no.code in {RefusalCode.PLACE_FULL, RefusalCode.GUEST_KEPT_OUT}:
            return page(self._pages(visit).not_now(no, may_return=True), 409)
        if no.code is RefusalCode.LINK_UNKNOWN:
            raise no
        return see_other(visit.here)  # it has ended or was opened in Telegram meanwhile: the page says how

    async def _behind(self, passed: WebPass) -> Sequence[Case] | None:
        """The request; None where the pass holds no more, a newer code having been shown."""
        try:
            return await self.read(passed)
        except Refusal:
            return None

    async def _ask_code(self, visit: Visit, token: str, *, is_late: bool = False) -> Response:
        try:
            await self.knock(token)
        except Refusal as no:
            if no.code is not RefusalCode.WEB_CODE_CLOSED:
                raise
            return page(self._pages(visit).closed(no), 403)
        late = Fault("code", web.code_again(visit.words)) if is_late else None
        return self._code_page(visit, token, "", late, 403 if is_late else 200)

    def _code_page(self, visit: Visit, token: str, typed: str, fault: Fault | None, status: int) -> Response:
        faults = (fault,) if fault else ()
        return page(self._pages(visit).code(self.chat_link(token), typed=typed, faults=faults), status)

    def _request(self, visit: Visit, party: Sequence[Case], typed: Mapping[str, str], faults: Sequence[Fault]) -> str:
        mark = self.passes.form_mark(ANSWER, visit.cookie)
        return self._pages(visit).request(party, mark, typed=typed, faults=faults)

    def _reasons(self, visit: Visit, faults: Sequence[Fault]) -> str:
        return self._pages(visit).reasons(self.passes.form_mark(REFUSE, visit.cookie), faults=faults)

    def _check_form(self, visit: Visit, step: str, fields: Mapping[str, str]) -> None:
        if not self.passes.is_our_form(step, visit.cookie, fields.get("form", "")):
            raise NotAFormError

    def _pages(self, visit: Visit) -> Pages:
        return Pages(words=visit.words, operator=self.operator, prefix=visit.prefix, here=visit.here)


def _faults(words: Words, fields: Mapping[str, str]) -> tuple[Fault, ...]:
    """Everything that has to be mended, in the order of the page; a no needs the IIN alone."""
    checks: dict[str, Callable[[str], object]] = {"iin": Iin.parse}
    if fields["do"] == "agree":
        checks |= {"name": lambda typed: parse_name(typed, LONGEST_FULL_NAME), "consent": _check_consent}
    faults = []
    for name, check in checks.items():
        try:
            check(fields.get(name, ""))
        except Refusal as no:
            faults.append(Fault(name, refusal(words, no)))
    return tuple(faults)


def _check_consent(ticked: str) -> None:
    if not ticked:
        raise Refusal(RefusalCode.WEB_NO_CONSENT)
