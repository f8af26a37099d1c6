"""Buttons under a request: the guest's card and what came of it, the host's answer, certificates."""

from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.domain.case import Case, EventKind, RefusalReason
from bot.domain.life import is_own
from bot.telegram.callbacks import AppealDeed, AppealTap, Deed, Item, MenuTap, ReasonTap, RequestTap
from bot.telegram.keyboards import BLUE, GREEN, RED, Row, lost_passport, menu_button, rows, shortened, tap, to_menu
from bot.telegram.links import share_link
from bot.texts import buttons, endings, hosting
from bot.texts.words import Words, words_of


def guest_card(
    words: Words, case: Case, link: str, *, is_live: bool, has_web: bool = False, can_prove: bool = False
) -> InlineKeyboardMarkup:
    """Under the guest's card: send the link while the request lives."""
    if not is_live:
        return to_menu(words)
    share = f"{hosting.share_text(words_of('kk'))}\n\n{hosting.share_text(words_of('ru'))}"
    return rows(
        [InlineKeyboardButton(text=words.say("Send the link to my host"), url=share_link(link, share), style=BLUE)],
        [InlineKeyboardButton(text=words.say("Copy the link"), copy_text=CopyTextButton(text=link))],
        without_telegram(words, case) if has_web else [],
        [tap(words.say("Remind my host"), RequestTap(deed=Deed.REMIND, number=case.number))],
        proof(words, case) if can_prove else [],
        [tap(words.say("Take it back"), RequestTap(deed=Deed.TAKE_BACK, number=case.number))],
        [menu_button(words)],
    )


def mend(words: Words, case: Case) -> InlineKeyboardMarkup:
    """One tap to mend what the host's reason speaks of; one who went with another is mended with that one."""
    mending = tap(endings.mend_label(words, case), RequestTap(deed=Deed.MEND, number=case.number), BLUE)
    return rows(
        [mending] if case.party is None else [],
        _why_refused(words, case),
        proof(words, case),
        [menu_button(words)],
    )


def _why_refused(words: Words, case: Case) -> Row:
    """The reason, the clause and the appeal; not for whoever took the request back."""
    if case.ending is not None and case.ending.kind in {EventKind.CANCELLED, EventKind.GRANTED}:
        return []
    return [tap(words.say("Why, and how to appeal"), AppealTap(deed=AppealDeed.WHY, number=case.number))]


def without_telegram(words: Words, case: Case) -> Row:
    """To the web page, for a host who has no Telegram."""
    return [tap(words.say("My host has no Telegram"), RequestTap(deed=Deed.WEB, number=case.number))]


def silent_host(words: Words, case: Case, link: str, *, has_web: bool = False) -> InlineKeyboardMarkup:
    """What a guest can do while the host is silent."""
    share = f"{hosting.share_text(words_of('kk'))}\n\n{hosting.share_text(words_of('ru'))}"
    return rows(
        [InlineKeyboardButton(text=words.say("Send the link to my host"), url=share_link(link, share), style=BLUE)],
        without_telegram(words, case) if has_web else [],
        [tap(words.say("Remind my host"), RequestTap(deed=Deed.REMIND, number=case.number))],
        proof(words, case),
        [tap(words.say("Take it back"), RequestTap(deed=Deed.TAKE_BACK, number=case.number))],
    )


def proof(words: Words, case: Case) -> Row:
    """The proof of diligence, for a request that waits in vain or ended without a yes."""
    ending = case.ending.kind if case.ending else None
    if ending not in {None, EventKind.REFUSED, EventKind.EXPIRED, EventKind.CLOSED}:
        return []
    return [tap(words.say("Proof that I asked (PDF)"), RequestTap(deed=Deed.DILIGENCE, number=case.number))]


def host_answer(words: Words, case: Case) -> InlineKeyboardMarkup:
    """Two equal buttons, and time to think."""
    return rows(
        [
            tap(words.say("Agree"), RequestTap(deed=Deed.AGREE, number=case.number), GREEN),
            tap(words.say("Refuse"), RequestTap(deed=Deed.REFUSE, number=case.number), RED),
        ],
        [tap(words.say("Ask me later"), RequestTap(deed=Deed.LATER, number=case.number))],
    )


def may_refuse(words: Words, case: Case) -> InlineKeyboardMarkup:
    """For a host whose yes waits for an officer."""
    return rows([tap(words.say("Refuse"), RequestTap(deed=Deed.REFUSE, number=case.number), RED)], [menu_button(words)])


def may_take_back(words: Words, case: Case) -> InlineKeyboardMarkup:
    """For the guest of such a host."""
    take_back = tap(words.say("Take it back"), RequestTap(deed=Deed.TAKE_BACK, number=case.number))
    return rows([take_back], [menu_button(words)])


def refusal_reasons(words: Words, case: Case) -> InlineKeyboardMarkup:
    """Why, or back to the request."""
    return rows(
        *(
            [tap(buttons.refusal_reason(words, why), ReasonTap(number=case.number, reason=why.value))]
            for why in RefusalReason
        ),
        [tap(words.say("Back"), RequestTap(deed=Deed.SHOW, number=case.number))],
    )


def certificates(words: Words, own: list[Case]) -> InlineKeyboardMarkup:
    """One's own certificates, each by its number; where they are of several people, with the name."""
    of_several = len({case.answers.full_name for case in own}) > 1
    numbers = [
        tap(
            numbered(case) if of_several else words.say("Certificate {number}", number=case.application_number),
            RequestTap(deed=Deed.CERTIFICATE, number=case.number),
        )
        for case in own
    ]
    family = [tap(words.say("My family"), MenuTap(item=Item.FAMILY))] if any(not is_own(case) for case in own) else []
    return rows(*([number] for number in numbers), family, lost_passport(words), [menu_button(words)])


def numbered(case: Case) -> str:
    """A person and the number of the request, on a button."""
    return f"{shortened(case.answers.full_name)}, {case.application_number}"
