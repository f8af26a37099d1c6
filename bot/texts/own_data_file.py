"""The readable file of a person's own data: one page of HTML, in the reader's language, with nothing from outside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.answers import Answers, Question
from bot.domain.case import Case, EventKind
from bot.domain.certificate import IssuedCertificate
from bot.domain.operator import Operator
from bot.domain.organisation import Bin
from bot.registration.outlook import read_told
from bot.registration.own_data import OwnData
from bot.texts import buttons, checking, own_data, own_data_words, reminding, shown_answers
from bot.texts.words import LANGUAGES, Words, plain

_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:44em;margin:2em auto;padding:0 1em}h2{margin-top:2em}li{margin:.2em 0}"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One group: its title, its lines (HTML), and how long it is kept and why."""

    title: str
    rows: Sequence[str]
    kept: str = ""


def document(words: Words, data: OwnData, operator: Operator) -> str:
    """The whole page."""
    title = words.say("All that is stored about you")
    written = words.say("Written on {moment}.", moment=words.moment(data.made_at))
    parts = [part for part in _parts(words, data, operator) if part.rows]
    return "\n".join(
        (
            f'<!DOCTYPE html><html lang="{words.language}"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1>",
            f"<p>{written}</p>",
            *map(_written, parts),
            "</body></html>",
        )
    )


def _written(part: Part) -> str:
    rows = "".join(f"<li>{row}</li>" for row in part.rows)
    kept = f"<p><i>{part.kept}</i></p>" if part.kept else ""
    return f"<h2>{part.title}</h2><ul>{rows}</ul>{kept}"


def _parts(words: Words, data: OwnData, operator: Operator) -> Iterable[Part]:
    term = _term(words, operator.keep_days)
    yield Part(words.say("Who I am"), _who(words, data), words.say("Kept while you use the bot: to answer you."))
    yield Part(words.say("Saved for my next stay"), _saved(words, data), words.say(
        "Kept until you delete it, or one year after its last use: so that you need not type it again."
    ))  # fmt: skip
    yield Part(words.say("Answers not yet sent"), _drafted(words, data), term)
    yield from (_request(words, case, issued, term) for case, issued in data.requests)
    yield Part(words.say("My travels"), _travels(words, data), term)
    yield Part(words.say("Messages owed and sent"), _told(words, data), term)
    yield Part(
        words.say("As a host"), _as_host(words, data), words.say("Kept until you withdraw: guests ask you by it.")
    )
    yield Part(words.say("Appeals and reports"), _matters(words, data), term)
    yield Part(words.say("Where it is kept"), _where(words, operator))


def _term(words: Words, days: int) -> str:
    return words.count(
        "Kept until {number} day after its end or its last change: to prepare the registration and to let it be checked.",
        "Kept until {number} days after its end or its last change: to prepare the registration and to let it be checked.",
        days,
    )


def _pair(label: str, value: object) -> str:
    """A label and a value, which is HTML already."""
    return f"{label}: <b>{value}</b>"


def _who(words: Words, data: OwnData) -> list[str]:
    rows = [_pair(words.say("Number of this chat in Telegram"), data.chat)]
    talk = data.talk
    if talk is None:
        return rows
    rows.append(_pair(words.say("Language"), LANGUAGES.get(talk.language, talk.language)))
    if talk.consented_at is not None:
        given = words.say(
            "text of {version}, on {moment}", version=talk.consent_version or "", moment=words.moment(talk.consented_at)
        )
        rows.append(_pair(words.say("Consent to personal data"), given))
    return rows


def _answers(words: Words, answers: Answers) -> list[str]:
    found = [(question, shown_answers.answer(words, answers, question)) for question in Question]
    rows = [
        _pair(buttons.question(words, question), said)
        for question, said in found
        if said and _is_told(answers, question)
    ]
    if answers.host is not None and answers.host_by_link:
        rows.append(_pair(words.say("Host's number, last digits"), answers.host.masked))
    told = (
        (words.say("Ground of stay"), buttons.basis(words, answers.basis) if answers.basis else ""),
        (words.say("Kinship"), own_data_words.kinship(words, answers)),
        (words.say("Purpose"), own_data_words.purpose(words, answers.purpose) if answers.purpose else ""),
    )
    return rows + [_pair(label, said) for label, said in told if said]


def _is_told(answers: Answers, question: Question) -> bool:
    return question is not Question.PATRONYMIC or answers.patronymic is not None


def _saved(words: Words, data: OwnData) -> list[str]:
    return _answers(words, data.profile.answers) if data.profile else []


def _drafted(words: Words, data: OwnData) -> list[str]:
    draft = data.draft
    if draft is None:
        return []
    rows = _answers(words, draft.answers)
    if draft.passport is not None:
        rows += [words.say("Read from a photo, and not yet confirmed:"), *_answers(words, draft.passport.answers)]
    for one in draft.companions:
        rows += [words.say("A person for whom I file:"), *_answers(words, one.answers)]
        rows += _answers(words, one.card.answers) if one.card else []
    return rows


def _request(words: Words, case: Case, issued: IssuedCertificate | None, term: str) -> Part:
    title = words.say("Request {number}", number=case.application_number)
    rows = [words.say("A person for whom I filed:")] if case.answers.kinship is not None else []
    rows += _answers(words, case.answers)
    if case.answers.is_empty:
        rows.append(words.say("Its answers are wiped."))
    if issued is not None:
        rows.append(_certificate(words, issued))
    return Part(title, [*rows, *(_event(words, case, place) for place in range(len(case.events)))], term)


def _certificate(words: Words, issued: IssuedCertificate) -> str:
    return words.say(
        "Certificate: issued {issued}, until {until}, host {host}, state {state}",
        issued=words.moment(issued.issued_at),
        until=words.day_of(issued.valid_until),
        host=issued.host_name or words.say("wiped"),
        state=checking.worth(words, issued.status),
    )


def _event(words: Words, case: Case, place: int) -> str:
    event = case.events[place]
    said, why = own_data_words.event(words, event.kind, event.reason), own_data_words.why(words, case, event)
    return f"{words.moment(event.at)}: {said}" + (f" ({why})" if why else "")


def _travels(words: Words, data: OwnData) -> list[str]:
    if data.travels is None:
        return []
    rows = [
        words.say("in Kazakhstan from {entered} to {left}", entered=words.day(stay.entered), left=words.day(stay.left))
        if stay.left
        else words.say("in Kazakhstan from {entered}", entered=words.day(stay.entered))
        for stay in data.travels.earlier
    ]
    moved = data.travels.moved
    return [*rows, words.say("moved on {day}", day=words.day(moved))] if moved else rows


def _told(words: Words, data: OwnData) -> list[str]:
    rows = [own_data_words.notice(words, row) for row in data.records["notices"]]
    outlooks = [read_told(str(row["told"])) for row in data.records["outlooks"]]
    return [*rows, *(line for last in outlooks for line in reminding.told(words, last))]


def _as_host(words: Words, data: OwnData) -> list[str]:
    rows = _host_number(words, data)
    for place in data.places:
        rows.append(_pair(words.say("Place"), plain(f"{place.name} {place.address.line}".strip())))
    rows += [_pair(words.say("Member of staff"), plain(member.name)) for member in data.staff]
    decisions = [row for row in data.records["events"] if row["case"] not in {case.number for case, _ in data.requests}]
    counts = (
        (words.say("Requests in which you were named as the host"), data.hosted["requests"]),
        (words.say("Certificates of your guests (their data are theirs)"), data.hosted["certificates"]),
        (words.say("What you did with guests' requests"), len(decisions)),
        (words.say("Chats that you blocked, or that blocked you"), len(data.records["blocks"])),
    )
    rows += [_pair(label, number) for label, number in counts if number]
    return rows + [_decision(words, row) for row in decisions]


def _decision(words: Words, row: Mapping[str, object]) -> str:
    """What was done with a guest's request, which is told by its number alone."""
    said = own_data_words.event(words, EventKind(str(row["kind"])), None)
    return f"{words.moment(datetime.fromisoformat(str(row['at'])))}: {said}, {row['case']:08d}"


def _host_number(words: Words, data: OwnData) -> list[str]:
    host = data.host
    if host is None:
        return []
    number = host.number.grouped if host.number else ""
    label = words.say("BIN") if isinstance(host.number, Bin) else words.say("IIN")
    return [
        _pair(words.say("Phone"), plain(host.phone)),
        *([_pair(label, number)] if number else []),
        *([_pair(words.say("Name"), plain(host.name))] if host.name else []),
    ]


def _matters(words: Words, data: OwnData) -> list[str]:
    rows = []
    for matter in data.matters:
        rows.append(own_data_words.matter(words, matter))
        rows += [plain(matter.text)] if matter.text else []
        rows += [plain(event.note) for event in matter.events if event.note]
        rows += [words.count("{number} photo", "{number} photos", len(matter.pictures))] if matter.pictures else []
    by_others = data.hosted["reports_by_others"]
    return rows + (
        [words.count("{number} report about your requests, kept for an officer",
                     "{number} reports about your requests, kept for an officer", by_others)] if by_others else []
    )  # fmt: skip


def _where(words: Words, operator: Operator) -> list[str]:
    return [
        words.say("In the database of {operator} (BIN {bin}).", operator=operator.name, bin=operator.bin),
        words.say("Names, numbers, addresses and texts are sealed there under a key."),
        words.say("The messages of this chat are also on Telegram's servers, abroad."),
        own_data.copies(words, operator),
    ]
