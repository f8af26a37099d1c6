"""Requests that came to nothing, or wait in vain: why, how to mend it, by when, how to appeal."""

from bot.domain.case import Case, EventKind, RefusalReason
from bot.domain.refusals import RefusalCode
from bot.registration.vouching import has_said_yes
from bot.texts import buttons, continuing
from bot.texts.words import Words, lines, page, plain


def refused(words: Words, case: Case, deadline: str) -> str:
    """The host said no: why, and what to do by when."""
    reason = case.ending.reason if case.ending else None
    known = RefusalReason(reason) if reason in set(RefusalReason) else RefusalReason.OTHER
    return page(
        continuing.refused(words)
        if continuing.continues(case)
        else words.say("Your host refused. You are not registered"),
        words.say("The host's reason: {reason}", reason=buttons.refusal_reason(words, known)),
        lines(_mend_hint(words, known), deadline),
    )


def _mend_hint(words: Words, reason: RefusalReason) -> str:
    return {
        RefusalReason.STRANGER: words.say("Check the host's IIN, or choose another host, and send again."),
        RefusalReason.ADDRESS: words.say("Write the right address and send again."),
        RefusalReason.DATES: words.say("Choose the right dates and send again."),
        RefusalReason.NOT_ARRIVED: words.say("When you live there, send again."),
        RefusalReason.HAS_LEFT: words.say("Give the address and the host where you live now, and send again."),
        RefusalReason.OTHER: words.say("Talk with your host, mend your answers and send again."),
    }[reason]


def mend_label(words: Words, case: Case) -> str:
    """The one button that mends a refusal."""
    reason = case.ending.reason if case.ending else None
    return {
        RefusalReason.STRANGER.value: words.say("Choose another host"),
        RefusalReason.ADDRESS.value: words.say("Mend the address"),
        RefusalReason.DATES.value: words.say("Mend the dates"),
    }.get(reason or "", words.say("Mend and send again"))


def denied(words: Words, case: Case) -> str:
    """The law does not allow what the host agreed to, with the ground (Order 923, paragraph 4)."""
    return page(
        _by_officer(words, case)
        if case.is_refused_by_officer
        else continuing.denied(words)
        if continuing.continues(case)
        else words.say("Registration is refused by law. You are not registered")
        if case.answers.kinship is None
        else words.say(
            "Registration of {name} is refused by law. This person is not registered", name=case.answers.full_name
        ),
        ground(words, case),
        words.say(
            "Go to the migration police or call 1414. You can appeal within three months (Administrative Procedure Code, "
            "articles 91 and 92)."
        ),
    )


def _by_officer(words: Words, case: Case) -> str:
    if continuing.continues(case):
        return words.say("An officer of this service refused your request. Your registration stays as it was")
    if case.answers.kinship is not None:
        return words.say(
            "An officer of this service refused the request for {name}. This person is not registered",
            name=case.answers.full_name,
        )
    return words.say("An officer of this service refused your request. You are not registered")


def to_mend(words: Words, case: Case, asked: str, deadline: str) -> str:
    """An officer asks for other answers: what to mend, in the officer's words, and by when to be registered.

    A host who has said no has answered it.
    """
    return page(
        words.say("An officer of this service asks you to mend your request {number}", number=case.application_number),
        plain(asked),
        ""
        if case.ending is not None and case.ending.kind is EventKind.REFUSED
        else words.say("The request has ended, so your host cannot answer it. Mend your answers and send it again."),
        deadline,
    )


def ground(words: Words, case: Case) -> str:
    """On which ground a request was denied (Order 923, paragraph 4), or what else stood in its way."""
    return {
        "O923-4-1": words.say("Ground: data found untrue (Order 923, paragraph 4, ground 1)."),
        "O923-4-2": words.say("Ground: your lawful stay has ended (Order 923, paragraph 4, ground 2)."),
        "O923-4-3": words.say("Ground: the host refused (Order 923, paragraph 4, ground 3)."),
        "untrue": words.say("Ground: data found untrue (Order 923, paragraph 4, ground 1)."),
        "term_broken": words.say("Ground: the term of stay was broken (Order 923, paragraph 4, ground 2)."),
        "host_refused": words.say("Ground: the host refused (Order 923, paragraph 4, ground 3)."),
        "to_be_mended": words.say("An officer asked for other answers: mend the request and send it again."),
        RefusalCode.UNTIL_PAST: words.say("The last day you gave has passed. Choose a new one and send again."),
    }.get(
        (case.ending.reason if case.ending else None) or "",
        words.say("By the law as it stands now you are not one whom Order 923 registers."),
    )


def silent(words: Words, case: Case, deadline: str) -> str:
    """The host does not answer: what the guest can do."""
    return page(
        continuing.silent(words)
        if continuing.continues(case)
        else words.say("Your host has not answered yet. You are not registered"),
        deadline,
        words.say("Send the link again, call your host, or choose another host."),
    )


def expired(words: Words, case: Case, deadline: str) -> str:
    """Thirty days went by."""
    return page(
        words.say("No officer has confirmed your host's yes in 30 days. You are not registered by this request")
        if has_said_yes(case)
        else continuing.expired(words)
        if continuing.continues(case)
        else words.say("Your host did not answer in 30 days. You are not registered"),
        deadline,
        words.say("The link has ended. Send a new request."),
    )


def link_closed(words: Words, deadline: str) -> str:
    """Somebody gave a wrong IIN five times."""
    return page(
        words.say("The link was closed: a wrong IIN was given five times"),
        words.say("Ask your host for the right IIN, mend it and send again."),
        deadline,
    )
