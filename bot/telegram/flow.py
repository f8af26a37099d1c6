"""Where the talk goes next: the question to ask, the review, or the answer that ends it."""

from dataclasses import dataclass
from datetime import date

from aiogram.fsm.context import FSMContext

from bot.domain.answers import SUITABILITY, Answers, Question, previous_question
from bot.domain.passport import PassportCard
from bot.domain.people import Draft
from bot.registration.assessing import assess_answers, is_dead_end
from bot.registration.ports import Clock
from bot.telegram import keyboards, passport_keyboards
from bot.telegram.choices import Choice, choices
from bot.telegram.duties import DutyDesk
from bot.telegram.screen import Screen
from bot.telegram.states import CARD, FROM_PHOTO, Asked, Goal
from bot.texts import cards, findings, passports, questions
from bot.texts.words import Words, lines, page_of


@dataclass(frozen=True, slots=True)
class Flow:
    """Moves one person's talk: asks, reviews, or says that there is nothing to register."""

    screen: Screen
    state: FSMContext
    clock: Clock
    duties: DutyDesk

    @property
    def words(self) -> Words:
        """The words of the person."""
        return self.screen.words

    async def begin(self, draft: Draft) -> None:
        """Begin to register: what the passport says is asked for by a photo of it, unless it is told already."""
        answers, today = draft.answers, self.clock.today()
        if draft.passport is not None or not _is_untold(answers) or _is_over(answers, today):
            await self.go_on(draft)
        else:
            await self.ask_photo(draft)

    async def go_on(self, draft: Draft, *, after: Question | None = None, goal: Goal = Goal.FORM) -> None:
        """Ask what is missing, or show the review; the law's answer comes as soon as it can be given.

        What was read from a photo is looked at before anything else; where nothing is told, a photo is asked for.
        """
        answers, goal = draft.answers, Goal.FORM if goal is Goal.PHOTO else goal
        if draft.passport is not None and goal is not Goal.DUTIES:
            await self.show_card(draft, draft.passport)
            return
        if goal is Goal.FORM and _is_untold(answers) and answers.citizenship is None:
            await self.ask_photo(draft)
            return
        if any(map(answers.lacks, SUITABILITY)):
            await self._ask_or_review(answers, goal=goal)
            return
        if goal is Goal.DUTIES:
            await self.duties.show(self.screen, self.state)
            return
        today = self.clock.today()
        assessment = assess_answers(answers, today)
        if is_dead_end(assessment, today):
            said = findings.suitability(self.words, assessment, answers, today)
            await self.screen.show(said, keyboards.not_required(self.words))
            await self.state.set_state(None)
            return
        above = findings.suitability(self.words, assessment, answers, today) if after in SUITABILITY else ""
        await self._ask_or_review(answers, goal=goal, above=above)

    async def _ask_or_review(self, answers: Answers, *, goal: Goal, above: str = "") -> None:
        missing = answers.next_question()
        if missing is None:
            await self.review(answers, above=above)
        else:
            await self.ask(missing, answers, goal=goal, above=above)

    async def ask(
        self,
        question: Question,
        answers: Answers,
        *,
        goal: Goal = Goal.FORM,
        above: str = "",
        offered: list[Choice] | None = None,
    ) -> None:
        """Ask one question; what was answered before can be kept with one tap."""
        picks = choices(self.words, question, answers, self.clock.today()) if offered is None else offered
        kept = "" if answers.lacks(question) else cards.short_answer(self.words, answers, question)
        back = goal is Goal.CARD or previous_question(answers, question) is not None
        photo = goal is Goal.FORM and answers.document_number is None and question in FROM_PHOTO
        keyboard = keyboards.question(self.words, question, picks, kept=kept, can_go_back=back, photo_helps=photo)
        since = await self.screen.show(with_above(above, questions.ask(self.words, question, answers)), keyboard)
        # after the showing: if we are killed in between, the answer comes again and the question is shown again
        await self.state.set_state(Asked(question, goal, since).as_state())

    async def go_on_typing(self, draft: Draft) -> None:
        """The next question, even where a photo could answer it."""
        if draft.answers.citizenship is None:
            await self.ask(Question.CITIZENSHIP, draft.answers)
        else:
            await self.go_on(draft)

    async def ask_again(self, asked: Asked, draft: Draft) -> None:
        """Show the open question once more."""
        if asked.goal is Goal.PHOTO:
            await self.ask_photo(draft)
        elif asked.goal is Goal.CARD and draft.passport is None:
            await self.go_on(draft)
        else:
            await self.ask(asked.question, answers_at(asked, draft), goal=asked.goal)

    async def ask_photo(self, draft: Draft) -> None:
        """Ask for a photo of the passport, in the place of the first question that is open."""
        keyboard = passport_keyboards.photo(self.words, has_card=draft.passport is not None)
        since = await self.screen.show(passports.asks(self.words, draft.answers), keyboard)
        question = draft.answers.next_question() or Question.CITIZENSHIP
        await self.state.set_state(Asked(question, Goal.PHOTO, since).as_state())

    async def show_card(self, draft: Draft, read: PassportCard, note: str = "") -> None:
        """Show what was read from a passport, for a look before it counts."""
        today = self.clock.today()
        keyboard = passport_keyboards.card(self.words, draft, read, today)
        await self.screen.show(page_of(passports.card(self.words, read, today), note), keyboard)
        await self.state.set_state(CARD)

    async def review(self, answers: Answers, *, above: str = "") -> None:
        """Show all answers before sending."""
        text = with_above(above, cards.review(self.words, answers))
        await self.screen.show(text, keyboards.review(self.words, answers))
        await self.state.set_state(None)

    async def back(self, asked: Question | None, answers: Answers, *, goal: Goal = Goal.FORM) -> None:
        """The question before this one, as it was answered."""
        before = previous_question(answers, asked)
        if before is not None:
            await self.ask(before, answers, goal=goal)


def answers_at(asked: Asked, draft: Draft | None) -> Answers:
    """The answers that an open question belongs to: those on the card, or those that count."""
    if draft is None:
        return Answers()
    return draft.passport.answers if draft.passport is not None and asked.goal is Goal.CARD else draft.answers


def _is_untold(answers: Answers) -> bool:
    """True when of what a passport says no more is told than whose it is."""
    return answers == answers.with_(
        family_name=None, given_names=None, born=None, sex=None, document_number=None, document_expires=None
    )


def _is_over(answers: Answers, today: date) -> bool:
    """True when it is known that there is nothing to register."""
    is_known = not any(map(answers.lacks, SUITABILITY))
    return is_known and is_dead_end(assess_answers(answers, today), today)


def with_above(above: str, text: str) -> str:
    """Two thoughts in one message."""
    return f"{above}\n\n{text}" if above else text


def missed(words: Words, said: str, misses: int) -> str:
    """A refusal of an answer; the third time in a row a human is named."""
    return lines(said, words.say("Need help? Call 1414. Your answers are kept.") if misses >= 3 else "")
