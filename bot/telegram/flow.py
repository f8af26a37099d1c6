"""Where the talk goes next: the question to ask, the review, or the answer that ends it."""

from dataclasses import dataclass

from aiogram.fsm.context import FSMContext

from bot.domain.answers import SUITABILITY, Answers, Question, previous_question
from bot.domain.people import Draft
from bot.registration.assessing import assess_answers, is_dead_end
from bot.registration.ports import Clock
from bot.telegram import keyboards
from bot.telegram.choices import Choice, choices
from bot.telegram.duties import DutyDesk
from bot.telegram.screen import Screen
from bot.telegram.states import Asked, Goal
from bot.texts import cards, findings, questions
from bot.texts.words import Words, lines


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

    async def go_on(self, draft: Draft, *, after: Question | None = None, goal: Goal = Goal.FORM) -> None:
        """Ask what is missing, or show the review; the law's answer comes as soon as it can be given."""
        answers = draft.answers
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
        back = previous_question(answers, question) is not None
        keyboard = keyboards.question(self.words, question, picks, kept=kept, can_go_back=back)
        since = await self.screen.show(with_above(above, questions.ask(self.words, question, answers)), keyboard)
        # after the showing: if we are killed in between, the answer comes again and the question is shown again
        await self.state.set_state(Asked(question, goal, since).as_state())

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


def with_above(above: str, text: str) -> str:
    """Two thoughts in one message."""
    return f"{above}\n\n{text}" if above else text


def missed(words: Words, said: str, misses: int) -> str:
    """A refusal of an answer; the third time in a row a human is named."""
    return lines(said, words.say("Need help? Call 1414. Your answers are kept.") if misses >= 3 else "")
