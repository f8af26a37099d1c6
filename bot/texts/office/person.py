"""A person's card: what was said, what was issued, and all that has happened, in pages that fit into a message."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.domain.answers import Answers
from bot.domain.case import Case, Event
from bot.domain.certificate import CertificateStatus, IssuedCertificate
from bot.domain.ids import NOBODY
from bot.domain.life import is_registered
from bot.office.person_card import PersonCard
from bot.texts import buttons, cards, checking
from bot.texts.countries import country_name
from bot.texts.office import names
from bot.texts.words import Words, bold, lines, plain, unmarked

LONGEST_PAGE = 3500  # letters; a message holds 4096 (Bot API, sendMessage)


def pages(words: Words, card: PersonCard, now: datetime) -> list[str]:
    """The card in pages: the person and the registration first, then what happened, the opened request before others."""
    return _paged(list(_parts(words, card, now)))


def state(words: Words, case: Case, issued: IssuedCertificate | None, now: datetime) -> str:
    """Where a request stands: as a registration once there is one, as a request before."""
    if issued is None:
        return names.stage(words, case, case.stage(now))
    if issued.status is CertificateStatus.VALID and is_registered(case, now):
        return words.say("registered until {day}", day=words.day_of(issued.valid_until))
    if issued.status is CertificateStatus.VALID and now > issued.valid_until:
        return words.say("EXPIRED")
    return checking.worth(words, issued.status)


def _parts(words: Words, card: PersonCard, now: datetime) -> Iterator[str]:
    case, answers = card.case, card.case.answers
    yield _person(words, answers, card) if not answers.is_empty else _wiped(words, case, now)
    yield _registration(words, card, now)
    yield _history(words, case)
    for other in card.others:
        heading = words.say("Request {number}: {state}", number=other.application_number,
                            state=state(words, other, card.issued.get(other.number), now))  # fmt: skip
        yield lines(bold(heading), _stay(words, other), _history_rows(words, other))


def _wiped(words: Words, case: Case, now: datetime) -> str:
    return cards.wiped(words, case, case.stage(now))


def _person(words: Words, answers: Answers, card: PersonCard) -> str:
    return lines(
        bold(plain(answers.full_name)),
        words.say("Born: {day}", day=words.day(answers.born)) if answers.born else "",
        words.say("Citizenship: {country}", country=country_name(words, answers.citizenship or "")),
        _document(words, answers, card),
    )


def _document(words: Words, answers: Answers, card: PersonCard) -> str:
    """The whole number only for those who may act on it."""
    if answers.document_number is None or answers.document_kind is None:
        return ""
    number = answers.document_number.reveal() if card.may_act else answers.document_number.masked
    kind = buttons.document_kind(words, answers.document_kind)
    until = answers.document_expires
    if until is None:
        return words.say("{document}: {number}", document=kind, number=number)
    return words.say("{document}: {number}, until {day}", document=kind, number=number, day=words.day(until))


def _registration(words: Words, card: PersonCard, now: datetime) -> str:
    case, issued = card.case, card.issued.get(card.case.number)
    return lines(
        bold(
            words.say(
                "Request {number}: {state}", number=case.application_number, state=state(words, case, issued, now)
            )
        ),
        _certificate(words, issued),
        _stay(words, case),
        _host(words, card, issued),
        words.say("Sent by the host: the person has not taken it over.")
        if case.guest == NOBODY and not case.answers.is_empty
        else "",
    )


def _certificate(words: Words, issued: IssuedCertificate | None) -> str:
    if issued is None:
        return words.say("No certificate was issued.")
    return words.say(
        "Certificate of {issued}: {worth}",
        issued=words.day_of(issued.issued_at),
        worth=checking.worth(words, issued.status),
    )


def _stay(words: Words, case: Case) -> str:
    """Where and from when until when; nothing of what was wiped."""
    answers = case.answers
    if answers.is_empty:
        return words.say("Its answers are wiped.")
    since, until = answers.entered, answers.until
    return lines(
        words.say("Address: {address}", address=answers.address.line) if answers.address else "",
        words.say("Dates: {since} to {until}", since=words.day(since), until=words.day(until))
        if since and until
        else "",
    )


def _host(words: Words, card: PersonCard, issued: IssuedCertificate | None) -> str:
    """By the certificate, else by the host's own word; the number whole only for those who may act."""
    number, known = card.case.answers.host, card.host
    name = (issued.host_name if issued else "") or (known.name if known else "") or ""
    named = names.host(name, number, is_whole=card.may_act)
    return words.say("Host: {name}", name=named) if named else ""


def _history(words: Words, case: Case) -> str:
    return lines(bold(words.say("What has happened")), _history_rows(words, case))


def _history_rows(words: Words, case: Case) -> str:
    return "\n".join(_row(words, case, event) for event in case.events)


def _row(words: Words, case: Case, event: Event) -> str:
    why, what = names.why(words, case, event), names.event(words, event)
    gaps = {"moment": words.moment(event.at), "what": unmarked(what), "why": unmarked(why)}
    return words.say("{moment}: {what} ({why})", **gaps) if why else words.say("{moment}: {what}", **gaps)


def _paged(parts: Sequence[str]) -> list[str]:
    """Rows go to the next page where they would not fit; parts stand one blank line apart."""
    paged, size = [""], 0
    for part in parts:
        for place, row in enumerate(part.split("\n")):
            gap = "\n\n" if place == 0 else "\n"
            if size + len(row) + len(gap) > LONGEST_PAGE and size > 0:
                paged.append("")
                size = 0
            paged[-1] += (gap if size else "") + row
            size = len(paged[-1])
    return paged
