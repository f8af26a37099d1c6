"""What the guest and the host risk, in words: a sum only where a source gives it, and "not found" where none does."""

from collections.abc import Callable, Mapping

from bot.law.assessment import Finding, Outcome
from bot.texts.explaining.sentence import Reading, Sentence, code, day, number
from bot.texts.words import Words

Rung = Mapping[str, object]

WHO: Mapping[str, Callable[[Words], str]] = {
    "person": lambda words: words.say("a person"),
    "small": lambda words: words.say("an official, a small business or a non-profit organisation"),
    "medium": lambda words: words.say("a medium business"),
    "large": lambda words: words.say("a large business"),
    "organisation": lambda words: words.say("an organisation"),
}


def _guest(words: Words, finding: Finding) -> str:
    if code(finding, "why") == "late_registration":
        return words.say(
            "We found no article and no sum for a late registration, so we name none. Register at once: late is better than never."
        )
    over = words.count(
        "You are {number} day over the lawful stay.",
        "You are {number} days over the lawful stay.",
        number(finding, "over"),
    )
    parts = (over, _strict_count(words, finding), _by_the_ladder(words, finding), _range(words, finding))
    return " ".join(part for part in (*parts, _limitation(words, finding)) if part)


def _strict_count(words: Words, finding: Finding) -> str:
    over, strictly = number(finding, "over"), number(finding, "over_strictly")
    if over == strictly:
        return ""
    return words.count("By a stricter count: {number} day.", "By a stricter count: {number} days.", strictly)


def _by_the_ladder(words: Words, finding: Finding) -> str:
    """The rung of the count that blames, and that of the stricter one where it is another."""
    rung, strictly = finding.data.get("rung"), finding.data.get("rung_strictly")
    said = _overstay_rung(words, rung)
    if rung == strictly:
        return said
    if strictly is None:
        return " ".join((said, words.say("For more days than that we found no sum, so we name none.")))
    return " ".join((said, _overstay_rung(words, strictly)))


def _overstay_rung(words: Words, rung: object) -> str:
    if not isinstance(rung, Mapping):
        return words.say("We found no sum for so many days, so we name none.")
    if rung["measure"] == "warning":
        return words.say("For up to three days the penalty is a warning.")
    return words.say("For more than three days and up to five it is {fine}.", fine=_fine(words, rung))


def _range(words: Words, finding: Finding) -> str:
    rungs = {rung["measure"]: rung for rung in _rungs(finding, "range")}
    if not rungs:
        return ""
    return words.say(
        "The whole range for overstays: {fine}, arrest for up to {days} days, expulsion, and no entry for {years} years.",
        fine=_fine(words, rungs["fine"]),
        days=rungs["arrest"]["most"],
        years=rungs["entry_ban"]["most"],
    )


def _limitation(words: Words, finding: Finding) -> str:
    until = day(words, finding, "limitation_until")
    if not until:
        return ""
    if finding.data.get("limitation_passed"):
        return words.say("The two months in which it could be punished ended on {until}.", until=until)
    return words.say("It can be punished for two months, until {until}.", until=until)


def _host(words: Words, finding: Finding) -> str:
    since = day(words, finding, "late_since")
    late = (
        words.say("If the host has not told the migration police, the notice is late since {since}.", since=since)
        if finding.outcome is Outcome.UNKNOWN
        else words.say("The host told the migration police late: the notice was late from {since} on.", since=since)
    )
    parts = (late, _first_time(words, finding), _again(words, finding), _limitation(words, finding))
    return " ".join(part for part in parts if part)


def _first_time(words: Words, finding: Finding) -> str:
    if finding.data.get("repeated") is True:
        return ""
    rungs = _rungs(finding, "first")
    if not rungs:
        return words.say("We have not seen what the penalty was at that time.")
    return words.say("The penalty: {ladder}.", ladder=_ladder(words, rungs))


def _again(words: Words, finding: Finding) -> str:
    rungs = _rungs(finding, "again")
    if not rungs:
        return ""
    return words.say("Again within a year: {ladder}. Our source for this is not certain.", ladder=_ladder(words, rungs))


def _ladder(words: Words, rungs: tuple[Rung, ...]) -> str:
    return "; ".join(_rung(words, rung) for rung in rungs)


def _rung(words: Words, rung: Rung) -> str:
    who = WHO[str(rung["who"])](words)
    if rung["measure"] == "warning":
        return words.say("{who}: a warning", who=who)
    if rung["measure"] == "no_invitations":
        return words.say("{who}: no invitations for a year", who=who)
    return words.say("{who}: {fine}", who=who, fine=_fine(words, rung))


def _fine(words: Words, rung: Rung) -> str:
    """A fine in monthly indices, and in tenge where the index of the year is known."""
    indices = _bounds(words, rung["least"], rung["most"])
    tenge = rung["tenge"]
    if not isinstance(tenge, tuple | list):
        return words.say("a fine of {indices} MRP", indices=indices)
    return words.say("a fine of {indices} MRP ({tenge} tenge)", indices=indices, tenge=_bounds(words, *tenge))


def _bounds(words: Words, least: object, most: object) -> str:
    top = f"{most:,}".replace(",", "\N{NO-BREAK SPACE}")
    if least is None:
        return words.say("up to {most}", most=top)
    bottom = f"{least:,}".replace(",", "\N{NO-BREAK SPACE}")
    return top if least == most else f"{bottom}–{top}"


def _rungs(finding: Finding, name: str) -> tuple[Rung, ...]:
    found = finding.data.get(name)
    return tuple(found) if isinstance(found, tuple | list) else ()


SENTENCES: Mapping[str, Sentence] = {"K235-517": _guest, "K235-518": _host}

READINGS: Mapping[str, Reading] = {}
