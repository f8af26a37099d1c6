"""Keyboards of the queue: which buttons a matter has for this officer now."""

from aiogram.types import InlineKeyboardMarkup

from bot.domain.matter import Decision, Matter, MatterState
from bot.domain.officer import Purpose
from bot.office.queue import Looked, Queue
from bot.telegram.keyboards import BLUE, GREEN, RED, Row, rows, tap, turns
from bot.telegram.office.acts_keyboards import open_acts
from bot.telegram.office.callbacks import OfficePage, OfficeTap
from bot.telegram.office.keyboards import to_menu
from bot.telegram.office.queue_callbacks import DecideTap, QueueDeed, QueueTap, VouchTap
from bot.texts.office import queue as texts
from bot.texts.words import Words

_COLOURS = {Decision.VOUCHED: GREEN, Decision.NOTHING: GREEN, Decision.ANSWERED: BLUE, Decision.TO_BE_MENDED: BLUE}


def queue(words: Words, shown: Queue) -> InlineKeyboardMarkup:
    """Each matter of the page, and the pages beside it."""
    return rows(
        *([tap(_label(words, each), QueueTap(deed=QueueDeed.OPEN, number=each.number))] for each in shown.matters),
        turns(words, shown.page, shown.pages, lambda page: QueueTap(deed=QueueDeed.PAGE, number=page)),
        to_menu(words),
    )


def _label(words: Words, matter: Matter) -> str:
    return words.say("{number}. {kind}", number=matter.number, kind=texts.kind(words, matter))


def card(words: Words, seen: Looked) -> InlineKeyboardMarkup:
    """What this officer can do with it now."""
    matter = seen.matter
    take = tap(
        words.say("Take up") if matter.in_hand_of is None else words.say("Take over"),
        QueueTap(deed=QueueDeed.TAKE, number=matter.number),
        BLUE,
    )
    undo = tap(words.say("Take the decision back"), QueueTap(deed=QueueDeed.UNDO, number=matter.number), RED)
    pictures = tap(words.say("Show the pictures"), QueueTap(deed=QueueDeed.PICTURES, number=matter.number))
    return rows(
        [take] if seen.can_take else [],
        [pictures] if matter.pictures else [],
        *_decisions(words, seen),
        [undo] if seen.can_undo else [],
        _acts(words, seen),
        unvouch(words, seen.case.number) if seen.can_unvouch and seen.case is not None else [],
        [tap(words.say("Queue"), OfficeTap(page=OfficePage.QUEUE))],
    )


def _decisions(words: Words, seen: Looked) -> list[Row]:
    length = len(seen.matter.events)
    return [
        [tap(texts.DECISIONS[each](words), _chosen(seen.matter.number, each, length), _COLOURS.get(each, RED))]
        for each in seen.decisions
    ]


def _chosen(number: int, decision: Decision, seen: int) -> DecideTap | VouchTap:
    """To vouch takes effect at once, and is asked twice."""
    if decision is Decision.VOUCHED:
        return VouchTap(number=number, seen=seen)
    return DecideTap(number=number, decision=decision, seen=seen)


def vouch(words: Words, seen: Looked) -> InlineKeyboardMarkup:
    """Yes, or back."""
    sure = DecideTap(number=seen.matter.number, decision=Decision.VOUCHED, seen=len(seen.matter.events))
    return rows([tap(words.say("Yes: vouch for the host"), sure, GREEN)], _back(words, seen.matter.number))


def unvouch(words: Words, case: int) -> Row:
    """For a head, wherever a host is shown for whom an officer has vouched."""
    return [tap(words.say("No longer vouch for the host"), QueueTap(deed=QueueDeed.UNVOUCH, number=case), RED)]


def to_office(words: Words) -> InlineKeyboardMarkup:
    """Back to the first page."""
    return rows(to_menu(words))


def _acts(words: Words, seen: Looked) -> Row:
    """To the acts on a registration, for whoever may act, once the matter is theirs or decided."""
    may_act = seen.may_act and (seen.decisions or seen.matter.state is MatterState.ANSWERED)
    if seen.case is None or not seen.is_registered or not may_act:
        return []
    return open_acts(words, seen.case.number, Purpose.QUEUE)


def to_card(words: Words, number: int) -> InlineKeyboardMarkup:
    """Back to the matter."""
    return rows(_back(words, number))


def _back(words: Words, number: int) -> Row:
    return [tap(words.say("Back"), QueueTap(deed=QueueDeed.OPEN, number=number))]
