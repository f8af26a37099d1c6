"""Views that both the handlers and the courier draw."""

from dataclasses import dataclass

from aiogram.types import InlineKeyboardMarkup

from bot.domain.case import Case, Stage
from bot.domain.operator import Operator
from bot.domain.people import Host
from bot.registration.assessing import assess_answers
from bot.registration.ports import Clock
from bot.registration.reminders import register_duty
from bot.telegram import keyboards
from bot.telegram.links import REQUEST, start_link
from bot.texts import cards, findings, hosting
from bot.texts.words import Words


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

    def link(self, case: Case) -> str:
        """The link to forward to the host."""
        return start_link(self.operator.username, REQUEST, case.token)

    def deadline(self, words: Words, case: Case) -> str:
        """By when this guest has to be registered, or "" when the law does not ask it."""
        today = self.clock.today()
        duty = register_duty(assess_answers(case.answers, today))
        return findings.deadline(words, duty, today) if duty else ""

    def guest_card(self, words: Words, case: Case) -> View:
        """Where the request stands, for the guest."""
        stage = case.stage(self.clock.now())
        link = self.link(case)
        text = cards.guest_card(
            words, case, stage, deadline=self.deadline(words, case), link=link, is_sample=not self.operator.is_official
        )
        return View(text, keyboards.guest_card(words, case, link, is_live=stage.is_live))

    def host_card(self, words: Words, case: Case, host: Host) -> View:
        """The request for the host: with its two buttons while it lives, with its ending after."""
        stage = case.stage(self.clock.now())
        if not stage.is_live:
            below = keyboards.has_agreed(words) if stage is Stage.GRANTED else keyboards.to_menu(words)
            return View(hosting.ended(words, case, stage), below)
        return View(hosting.request_card(words, case, host), keyboards.host_answer(words, case))
