"""The lawful stay in words: without a visa by whichever act or treaty orders it, and by its ground where none does."""

from collections.abc import Mapping

from bot.domain.answers import Basis
from bot.law.assessment import Finding, Outcome
from bot.texts.explaining.sentence import Reading, day, number
from bot.texts.words import Words

GROUNDS: Mapping[Basis, Reading] = {
    Basis.PERMANENT_RESIDENCE: lambda words: words.say("Your permanent residence permit lets you stay."),
    Basis.REFUGEE: lambda words: words.say("Your refugee status lets you stay."),
    Basis.TEMPORARY_RESIDENCE: lambda words: words.say("Your temporary residence permit says until when you may stay."),
    Basis.EAEU_WORKER: lambda words: words.say("Your contract says until when you may stay."),
    Basis.EAEU_FAMILY: lambda words: words.say(
        "The contract of the worker in your family says until when you may stay."
    ),
}
"""What lets one stay where no order counts the days; who stays on another basis has a visa."""


def ground_of_stay(words: Words, basis: Basis | None) -> str:
    """What says until when one may stay, where no order of stay counts the days."""
    ground = GROUNDS.get(basis) if basis else None
    return ground(words) if ground else words.say("Your visa or permit says until when you may stay.")


def visa_free_stay(words: Words, finding: Finding) -> str:
    """How long one may stay, how much is used, and when it ends."""
    dates = {name: day(words, finding, name) for name in ("until", "last_arguable")}
    if finding.outcome is Outcome.BROKEN:
        ends = words.say(
            "Your lawful stay ended on {until}. If you are still here, go to the migration police at once, or call 1414.",
            **dates,
        )
    elif number(finding, "over"):
        ends = words.say("It ended on {until}; counted another way, it ends on {last_arguable}: leave today.", **dates)
    else:
        ends = words.say("Days used: {used}; days left: {left}; the last day is {until}.", **_counts(finding), **dates)
    return " ".join((_order(words, finding), ends))


def _order(words: Words, finding: Finding) -> str:
    """The order of stay: so many days an entry, so many in each window."""
    counts = _counts(finding)
    if not counts["window"]:
        return words.say("Without a visa you may stay {entry_days} days after each entry.", **counts)
    if counts["entry_days"] == counts["window_days"]:
        return words.say("Without a visa you may stay {window_days} days in each {window}.", **counts)
    return words.say(
        "Without a visa you may stay {entry_days} days after each entry, and {window_days} days in each {window}.",
        **counts,
    )


def _counts(finding: Finding) -> dict[str, int]:
    return {name: number(finding, name) for name in ("entry_days", "window_days", "window", "used", "left")}
