"""Views that both the handlers and the courier draw."""

from dataclasses import dataclass

from aiogram.types import InlineKeyboardMarkup

from bot.domain.case import Case, Stage
from bot.domain.operator import Operator
from bot.domain.people import Host
from bot.registration.assessing import assess_answers
from bot.registration.diligence import is_provable
from bot.registration.ports import Clock
from bot.registration.reminders import register_duty
from bot.registration.vouching import waiting_yes
from bot.registration.web_codes import why_no_code
from bot.telegram import hosting_keyboards, keyboards, request_keyboards
from bot.telegram.links import REQUEST, start_link
from bot.texts import cards, family, findings, hosting
from bot.texts.continuing import continues
from bot.texts.words import Words, page_of

_ANSWERS = {Stage.GRANTED, Stage.REFUSED, Stage.DENIED}


@dataclass(frozen=True, slots=True)
class View:
    """A text and the buttons under it."""

    text: str
    keyboard: InlineKeyboardMarkup | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """Cards of a request as they look at this moment."""

    clock: Clock
    operator: Operator
    web_url: str = ""  # where the pages for hosts without Telegram are; empty: nowhere

    def offers_web(self, case: Case) -> bool:
        """Whether the host may answer on a web page: a person may whose chat is not known."""
        return bool(self.web_url) and case.party is None and why_no_code(case) is None

    def link(self, case: Case) -> str:
        """The link to forward to the host."""
        return start_link(self.operator.username, REQUEST, case.token)

    def deadline(self, words: Words, case: Case) -> str:
        """By when this guest has to be registered, or "" when the law does not ask it or an earlier yes holds."""
        if continues(case):
            return ""
        today = self.clock.today()
        duty = register_duty(assess_answers(case.answers, today))
        return findings.deadline(words, duty, today) if duty else ""

    def guest_card(self, words: Words, case: Case) -> View:
        """Where the request stands, for the guest."""
        stage = case.stage(self.clock.now())
        if case.answers.is_empty:
            return View(cards.wiped(words, case, stage), keyboards.to_menu(words))
        link = self.link(case)
        text = cards.guest_card(
            words, case, stage, deadline=self.deadline(words, case), link=link, is_sample=not self.operator.is_official
        )
        if case.together:
            text = page_of(text, family.guest_outcomes(words, case, self._stages(case)))
        if stage.is_live and waiting_yes(case) is not None:
            return View(text, request_keyboards.may_take_back(words, case))
        keyboard = request_keyboards.guest_card(
            words,
            case,
            link,
            is_live=stage.is_live,
            has_web=self.offers_web(case),
            can_prove=is_provable(case, self.clock.now()),
        )
        return View(text, keyboard)

    def host_card(self, words: Words, case: Case, host: Host, by: str = "") -> View:
        """The request for the host: with its two buttons while it lives, with its ending after."""
        stage = case.stage(self.clock.now())
        if case.answers.is_empty and stage in _ANSWERS:  # every other ending names nobody
            return View(cards.wiped(words, case, stage), keyboards.to_menu(words))
        if stage.is_live and waiting_yes(case) is not None and host.checked_at is None:
            return View(hosting.awaits_officer(words, case), request_keyboards.may_refuse(words, case))
        if case.together:
            return self._host_card_of_several(words, case, host, by)
        if not stage.is_live:
            below = hosting_keyboards.has_agreed(words) if stage is Stage.GRANTED else keyboards.to_menu(words)
            return View(hosting.ended(words, case, stage, host, by), below)
        return View(hosting.request_card(words, case, host), request_keyboards.host_answer(words, case))

    def _host_card_of_several(self, words: Words, case: Case, host: Host, by: str) -> View:
        stages = self._stages(case)
        if stages[case.number].is_live:
            return View(family.host_request(words, case, host), request_keyboards.host_answer(words, case))
        if not _ANSWERS & set(stages.values()):
            return View(hosting.ended(words, case, stages[case.number], host, by), keyboards.to_menu(words))
        below = hosting_keyboards.has_agreed(words) if Stage.GRANTED in stages.values() else keyboards.to_menu(words)
        return View(family.host_ended(words, case, stages, by), below)

    def _stages(self, case: Case) -> dict[int, Stage]:
        """Where each of those who ask together stands."""
        now = self.clock.now()
        return {one.number: one.stage(now) for one in (case, *case.together)}
