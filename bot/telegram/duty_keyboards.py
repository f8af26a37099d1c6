"""Keyboards under what one must do: at most six buttons, those that fit the person."""

from collections.abc import Sequence
from datetime import date

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.answers import Basis, Question
from bot.law.assessment import DutyKind, Registration
from bot.law.residence import KAZAKHSTAN
from bot.registration.host_duties import HostDuty
from bot.registration.prospects import Prospect
from bot.registration.reasons import About, reasons
from bot.registration.what_if import CIRCUMSTANCES, STAY_CHANGES, Change
from bot.telegram.callbacks import (
    BasisTap,
    ChangeTap,
    Deed,
    IfDayTap,
    IfTap,
    Item,
    MenuTap,
    MovedTap,
    RequestTap,
    WhyTap,
)
from bot.telegram.keyboards import BLUE, Row, menu_button, pairs, rows, tap
from bot.texts import buttons
from bot.texts import duties as texts
from bot.texts import what_if as if_texts
from bot.texts.words import Words

MOST_GUESTS = 3  # with a button of their own; the next ones come up when these are done


def duties(words: Words, prospect: Prospect) -> InlineKeyboardMarkup:
    """The next step first; then why, what if, the counter and the calendar."""
    return rows(
        _next_step(words, prospect),
        [
            tap(words.say("Why?"), WhyTap(about=About.REGISTRATION)),
            tap(words.say("What if…"), MenuTap(item=Item.WHAT_IF)),
        ],
        [*_count(words, prospect), tap(words.say("Calendar"), MenuTap(item=Item.CALENDAR))],
        [menu_button(words)],
    )


def _count(words: Words, prospect: Prospect) -> Row:
    """Of a citizen no days are counted."""
    is_citizen = prospect.facts.citizenship == KAZAKHSTAN
    return [] if is_citizen else [tap(words.say("Count my days"), MenuTap(item=Item.COUNTER))]


def _next_step(words: Words, prospect: Prospect) -> Row:
    """What fits best; after the lawful stay only another day of entry helps, and a citizen has nothing to do."""
    if prospect.facts.citizenship == KAZAKHSTAN:
        return []
    if prospect.is_over:
        change = tap(words.say("Change the date"), ChangeTap(question=Question.ENTERED.value))
        return [change] if prospect.is_drafted else []
    return [_next_duty(words, prospect)]


def _next_duty(words: Words, prospect: Prospect) -> InlineKeyboardButton:
    open_duties = {duty.duty for duty in prospect.assessment.duties if not duty.done}
    if DutyKind.REREGISTER in open_duties:
        return tap(words.say("Register at the new address"), MenuTap(item=Item.NEW_ADDRESS), BLUE)
    if DutyKind.REGISTER in open_duties:
        return tap(words.say("Register me at an address"), MenuTap(item=Item.REGISTER), BLUE)
    if prospect.assessment.registration is Registration.NOT_REQUIRED and prospect.answers.basis is None:
        return tap(words.say("I have a visa or a permit"), MenuTap(item=Item.BASIS))
    return tap(words.say("I have moved"), MenuTap(item=Item.MOVED))


def to_duties(words: Words) -> InlineKeyboardButton:
    """Back to the page."""
    return tap(words.say("What must I do?"), MenuTap(item=Item.DUTIES))


def why(words: Words, about_all: Sequence[About], shown: About) -> InlineKeyboardMarkup:
    """The other answers that have reasons, and the way back."""
    others = [tap(texts.why_heading(words, about), WhyTap(about=about)) for about in about_all if about is not shown]
    return rows(*pairs(others), [to_duties(words)])


def moved(words: Words, days: Sequence[date]) -> InlineKeyboardMarkup:
    """Days to tap, or the way back."""
    return rows(
        [tap(words.day(day), MovedTap(day=day.isoformat())) for day in days],
        [to_duties(words)],
    )


def bases(words: Words) -> InlineKeyboardMarkup:
    """Grounds of stay, or the way back."""
    return rows(
        *([tap(buttons.basis(words, basis), BasisTap(basis=basis.value))] for basis in Basis), [to_duties(words)]
    )


def what_if(words: Words) -> InlineKeyboardMarkup:
    """The changes of the stay; the rest behind one more tap."""
    return rows(
        *_changes(words, STAY_CHANGES),
        [tap(words.say("Other circumstances"), MenuTap(item=Item.CIRCUMSTANCES))],
        [to_duties(words)],
    )


def circumstances(words: Words) -> InlineKeyboardMarkup:
    """What the bot cannot know, and does not keep."""
    return rows(*_changes(words, CIRCUMSTANCES), [tap(words.say("Back"), MenuTap(item=Item.WHAT_IF))])


def _changes(words: Words, changes: Sequence[Change]) -> list[Row]:
    return [[tap(if_texts.change(words, change), IfTap(change=change))] for change in changes]


def if_days(words: Words, change: Change, days: Sequence[date]) -> InlineKeyboardMarkup:
    """Days to tap, or the way back."""
    return rows(
        [tap(words.day(day), IfDayTap(change=change, day=day.isoformat())) for day in days],
        [tap(words.say("Back"), MenuTap(item=Item.WHAT_IF))],
    )


def after_if(words: Words, *, knows_stay: bool) -> InlineKeyboardMarkup:
    """Another change of the stay, where one is known, or back to what is so."""
    another = [tap(words.say("Another “what if”"), MenuTap(item=Item.WHAT_IF))] if knows_stay else []
    return rows(another, [to_duties(words)])


def host_duties(words: Words, owed: Sequence[HostDuty]) -> InlineKeyboardMarkup:
    """Told, guest by guest; the reasons; the way back."""
    open_ones = [one for one in owed if one.notice is not None and not one.notice.done]
    told = [
        [
            tap(
                words.say("I have told the police: {name}", name=one.case.answers.full_name),
                RequestTap(deed=Deed.NOTIFIED, number=one.case.number),
            )
        ]
        for one in open_ones[:MOST_GUESTS]
    ]
    if not owed:
        return rows([menu_button(words)])
    asked = next((one for one in owed if reasons(one.assessment, About.HOST_NOTICE)), None)
    why = [tap(words.say("Why?"), RequestTap(deed=Deed.WHY_NOTICE, number=asked.case.number))] if asked else []
    punished = tap(words.say("What if I was punished twice?"), IfTap(change=Change.PUNISHED))
    calendar = tap(words.say("Calendar"), MenuTap(item=Item.CALENDAR))
    return rows(*told, [*why, calendar], [punished], [menu_button(words)])
