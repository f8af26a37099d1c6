"""Where the talk goes next: the question to ask, the review, or the answer that ends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from aiogram.fsm.context import FSMContext

from bot.domain.answers import SUITABILITY, Answers, Purpose, Question, previous_question
from bot.domain.passport import PassportCard
from bot.domain.people import Draft
from bot.law.assessment import Assessment
from bot.registration.assessing import assess_answers, is_dead_end
from bot.registration.companions import lacking, people_of, told_of
from bot.registration.people_in_draft import drawn_of
from bot.registration.place_guests import ReadDoor
from bot.registration.ports import Clock
from bot.telegram import family_keyboards, papers_keyboards, passport_keyboards, question_keyboards
from bot.telegram.choices import Choice, choices, last_days
from bot.telegram.duties import DutyDesk
from bot.telegram.screen import Screen
from bot.telegram.states import CARD, FAMILY, FROM_PHOTO, Asked, Goal, PersonAsked
from bot.texts import family, findings, papers, passports, questions, shown_answers
from bot.texts.words import Words, lines, page_of


@dataclass(frozen=True, slots=True)
class Flow:
    """Moves one person's talk: asks, reviews, or says that there is nothing to register."""

    screen: Screen
    state: FSMContext
    clock: Clock
    duties: DutyDesk
    read_door: ReadDoor

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

    async def go_on(
        self, draft: Draft, *, after: Question | None = None, goal: Goal = Goal.FORM, note: str = ""
    ) -> None:
        """Ask what is missing, or show the review; the law's answer comes as soon as it can be given.

        What was read from a photo is looked at before anything else; where nothing is told, a photo is asked for.
        """
        if goal is not Goal.DUTIES and is_family_unseen(draft):
            await self.show_family(draft)
            return
        answers, goal = draft.answers, Goal.FORM if goal is Goal.PHOTO else goal
        if draft.passport is not None and goal is not Goal.DUTIES:
            await self.show_card(draft, draft.passport)
            return
        if goal is Goal.FORM and _is_untold(answers) and answers.citizenship is None:
            await self.ask_photo(draft)
            return
        if any(map(answers.lacks, SUITABILITY)):
            await self._ask_or_review(draft, goal=goal)
            return
        if goal is Goal.DUTIES:
            await self.duties.show(self.screen, self.state)
            return
        today = self.clock.today()
        assessment = await self._assess(answers)
        if is_dead_end(assessment, today):
            said = findings.suitability(self.words, assessment, answers, today)
            await self.screen.show(said, question_keyboards.not_required(self.words))
            await self.state.set_state(None)
            return
        is_told = after in SUITABILITY and answers.purpose is not Purpose.NEW_DOCUMENT  # who is registered already
        above = findings.suitability(self.words, assessment, answers, today) if is_told else note
        await self._ask_or_review(draft, goal=goal, above=above)

    async def _assess(self, answers: Answers) -> Assessment:
        """What the law says of these answers, with the earlier stays counted that this person has told of."""
        if answers.kinship is None:
            prospect = await self.duties.read_prospect.of_traveller(self.screen.chat)
            if prospect is not None and prospect.answers.entered == answers.entered:
                return prospect.assessment
        return assess_answers(answers, self.clock.today())

    async def choices(self, question: Question, answers: Answers) -> list[Choice]:
        """What is offered for a question, by what is known of the person's stays and of the place."""
        if question is Question.UNTIL and answers.entered is not None:
            place = await self.read_door(self.screen.chat) if answers.place is not None else None
            stay, until = (await self._assess(answers)).stay, place.until if place else None
            return last_days(self.words, stay, self.clock.today(), until)
        return choices(self.words, question, answers, self.clock.today())

    async def _ask_or_review(self, draft: Draft, *, goal: Goal, above: str = "") -> None:
        missing = draft.answers.next_question()
        if missing is Question.UNTIL and draft.answers.place is not None and goal is Goal.FORM and not draft.companions:
            await self._ask_last(draft.answers, above)
        elif missing is not None:
            await self.ask(missing, draft.answers, goal=goal, above=above)
        elif not await self._ask_of_somebody(draft):
            await self.review(draft, above=above)

    async def _ask_last(self, answers: Answers, above: str) -> None:
        """The one question that a place's link leaves open, under the review: one tap answers it and sends."""
        offered = await self.choices(Question.UNTIL, answers)
        text = page_of(
            above, shown_answers.review(self.words, answers), questions.ask(self.words, Question.UNTIL, answers)
        )
        since = await self.screen.show(text, question_keyboards.last_question(self.words, answers, offered))
        await self.state.set_state(Asked(Question.UNTIL, Goal.FORM, since).as_state())

    async def _ask_of_somebody(self, draft: Draft) -> bool:
        """The first thing that is not known of those who are registered together with the guest."""
        for n, one in enumerate(draft.companions, start=1):
            missing = lacking(one)
            if missing is not None:
                await self.ask_person(n, missing, draft)
                return True
            if one.answers.kinship is None:
                await self.show_person(n, draft)
                return True
        return False

    async def ask_person(
        self,
        n: int,
        question: Question,
        draft: Draft,
        *,
        above: str = "",
        misses: int = 0,
        offered: list[Choice] | None = None,
    ) -> None:
        """Ask one question about one of several people."""
        told = told_of(people_of(draft)[n])
        picks = choices(self.words, question, told, self.clock.today()) if offered is None else offered
        keyboard = family_keyboards.question(self.words, n, question, picks, drawn_of(draft))
        since = await self.screen.show(with_above(above, family.asks(self.words, n, question)), keyboard)
        await self.state.set_state(PersonAsked(question, n, since, misses).as_state())

    async def after_person(self, n: int, draft: Draft) -> None:
        """After an answer about a person: what is still missing of one who is typed, the page, or the way on."""
        one = people_of(draft)[n]
        missing = lacking(one)
        if n and one.card is None and missing is not None:
            await self.ask_person(n, missing, draft)
        elif one.card is not None or (n and one.answers.kinship is None):
            await self.show_person(n, draft)
        else:
            await self.go_on(draft)

    async def show_person(self, n: int, draft: Draft, notes: Sequence[str] = ()) -> int:
        """One of several people, line by line; the id of what is seen."""
        one = people_of(draft)[n]
        text = family.person(self.words, n, one, draft.answers)
        keyboard = family_keyboards.person(self.words, n, draft, self.clock.today())
        message = await self.screen.show(page_of(text, lines(*notes)), keyboard)
        await self.state.set_state(FAMILY)
        return message

    async def show_family(self, draft: Draft, notes: Sequence[str] = ()) -> int:
        """All who are to be registered together, for a look before they count; the id of what is seen."""
        today = self.clock.today()
        keyboard = family_keyboards.everybody(self.words, draft, today)
        message = await self.screen.show(family.card(self.words, draft, notes), keyboard)
        await self.state.set_state(FAMILY)
        return message

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
        picks = await self.choices(question, answers) if offered is None else offered
        kept = "" if answers.lacks(question) else shown_answers.short_answer(self.words, answers, question)
        back = goal is Goal.CARD or previous_question(answers, question) is not None
        photo = goal is Goal.FORM and answers.document_number is None and question in FROM_PHOTO
        keyboard = question_keyboards.question(
            self.words, question, picks, kept=kept, can_go_back=back, photo_helps=photo
        )
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

    async def review(self, draft: Draft, *, above: str = "") -> None:
        """Show all answers before sending; of a new document, only it."""
        if draft.answers.purpose is Purpose.NEW_DOCUMENT:
            text = with_above(above, papers.new_document(self.words, draft.answers))
            await self.screen.show(text, papers_keyboards.new_document(self.words, draft.answers))
            await self.state.set_state(None)
            return
        text = with_above(above, shown_answers.review(self.words, draft.answers, family.together(self.words, draft)))
        await self.screen.show(text, family_keyboards.review(self.words, draft))
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


def is_family_unseen(draft: Draft) -> bool:
    """True when of several people somebody's photo was read and is not yet looked at."""
    has_cards = draft.passport is not None or any(one.card is not None for one in draft.companions)
    return bool(draft.companions) and has_cards


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
