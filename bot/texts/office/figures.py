"""The figures in words: a page, captions, and what stands in the pictures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.domain.case import GROUNDS_OF_OFFICERS, EventKind, RefusalReason, Stage
from bot.domain.regions import BY_CODE
from bot.office.figures import Figure
from bot.office.figures_shown import DayShown, Report
from bot.office.hiding import FEWEST, Row
from bot.texts import buttons, cards
from bot.texts.office import names
from bot.texts.words import Words, bold, lines, page_of, plain, unmarked

_HOUR = 3600
LEFT_OUT = "–"  # in a picture; its caption says why
Name = Callable[[Words, str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """A picture of bars, each with its label; None is a bar that may not be shown."""

    title: str
    labels: tuple[str, ...]
    values: tuple[int | None, ...]
    hidden: str  # what stands where a bar may not be shown
    is_upright: bool  # days stand upright, names lie

    @property
    def is_empty(self) -> bool:
        """Whether there is no bar to see."""
        return not any(self.values)


def page_of_figures(words: Words, report: Report) -> str:
    """Yesterday, and what stands now."""
    last = report.last
    rows = [_section(words, last, *section) for section in _SECTIONS]
    any_hidden = any(row.has_hidden for row in last.rows.values())
    return page_of(
        bold(words.say("Figures of {day}", day=words.day(last.day))),
        lines(*rows[:_OF_THE_DAY], answered_within(words, last.answered_within)),
        lines(bold(words.say("Now, to the nearest five")), *rows[_OF_THE_DAY:], _oldest(words, last.oldest_days)),
        hidden_note(words) if any_hidden else "",
    )


def hidden_note(words: Words) -> str:
    """What the marks mean."""
    return words.say(
        "“{few}”: fewer than five people. “{hidden}”: left out, for it would tell a number under five.",
        few=few(),
        hidden=hidden(words),
    )


def few() -> str:
    """A cell of one to four."""
    return f"<{FEWEST}"


def hidden(words: Words) -> str:
    """A cell that is hidden for others' sake, too."""
    return words.say("hidden")


def mark(words: Words, row: Row) -> str:
    """What stands for the hidden cells of a row, as plain text."""
    return unmarked(hidden(words)) if row.has_large else few()


def _section(words: Words, day: DayShown, figure: Figure, heading: Callable[[Words], str], name: Name) -> str:
    """Nothing where there is nothing, save where that is news."""
    row = day.row(figure)
    return _row(words, heading(words), row, name) if row.total != 0 or figure in _ALWAYS else ""


def _row(words: Words, heading: str, row: Row, name: Name) -> str:
    stands_for = plain(mark(words, row))
    if row.total is None:
        return f"{heading}: {stands_for}"
    told = [f"{name(words, key)} {stands_for if n is None else n}" for key, n in _greatest_first(row.cells) if key]
    is_one = len(told) == 1 and len(row.cells) == 1 and name is names.alone
    return f"{heading}: {row.total}" + ("" if is_one or not told else f" ({', '.join(told)})")


def _greatest_first(cells: Mapping[str, int | None]) -> list[tuple[str, int | None]]:
    return sorted(cells.items(), key=lambda cell: (cell[1] is None, -(cell[1] or 0), cell[0]))


def answered_within(words: Words, times: Mapping[str, int]) -> str:
    """How fast hosts answered; nothing where too few did."""
    half, most = times.get("p50"), times.get("p90")
    told = words.say("Half of the hosts answered within {hours} h", hours=_hours(half)) if half is not None else ""
    if most is None:
        return told
    return f"{told}, " + words.say("nine of ten within {hours} h", hours=_hours(most))


def _hours(seconds: int) -> int:
    return max(-(-seconds // _HOUR), 1)


def _oldest(words: Words, days: int | None) -> str:
    return (
        ""
        if days is None
        else words.count(
            "The oldest open matter has waited {number} day", "The oldest open matter has waited {number} days", days
        )
    )


def _ending(words: Words, key: str) -> str:
    """How a request ended, with its ground."""
    kind, _, reason = key.partition(":")
    if kind not in set(Stage):
        return plain(kind)
    ended = words.say("refused") if reason in GROUNDS_OF_OFFICERS else cards.outcome(words, Stage(kind))
    return f"{ended}: {_ground(words, kind, reason)}" if reason else ended


def _ground(words: Words, kind: str, reason: str) -> str:
    if kind == EventKind.DENIED:
        return names.ground(words, reason)
    return buttons.refusal_reason(words, RefusalReason(reason)) if reason in set(RefusalReason) else plain(reason)


def region(words: Words, code: str) -> str:
    """A region's name."""
    known = BY_CODE.get(code)
    if known is None:
        return words.say("region not known")
    return plain({"kk": known.kk, "ru": known.ru}.get(words.language, known.en))


_SECTIONS: tuple[tuple[Figure, Callable[[Words], str], Name], ...] = (
    (Figure.ASKED, lambda words: words.say("Requests sent"), names.alone),
    (Figure.ENDED, lambda words: words.say("Requests that ended"), _ending),
    (Figure.REGION, lambda words: words.say("Registered, by region"), region),
    (Figure.LIFE, lambda words: words.say("Registrations that ended early"), names.life),
    (Figure.ACTS, lambda words: words.say("Officers' acts"), names.act),
    (Figure.CAME, lambda words: words.say("New matters"), names.matter),
    (Figure.DECISIONS, lambda words: words.say("Matters settled"), names.decision),
    (Figure.STANDING, lambda words: words.say("Certificates"), names.standing),
    (Figure.WAITING, lambda words: words.say("Requests that wait for a host"), names.age),
    (Figure.QUEUE, lambda words: words.say("Open matters"), names.matter),
    (Figure.QUEUE_AGE, lambda words: words.say("The same by age"), names.age),
    (Figure.CROWDED, lambda words: words.say("Crowded addresses"), names.alone),
)
_OF_THE_DAY = 7  # of these sections tell of the day, the others of now
_ALWAYS = {Figure.ASKED, Figure.ENDED, Figure.QUEUE}


def registrations_by_day(words: Words, report: Report) -> Bars:
    """A bar a day."""
    cells = [day.row(Figure.ENDED) for day in report.days]
    return Bars(
        title=unmarked(words.say("Registrations by day")),
        labels=tuple(f"{day.day:%d.%m}" for day in report.days),
        values=tuple(None if row.total is None else row.cells.get(EventKind.GRANTED, 0) for row in cells),
        hidden=LEFT_OUT,
        is_upright=True,
    )


def registrations_caption(words: Words, report: Report) -> str:
    """What the picture shows, for those who do not see it."""
    bars = registrations_by_day(words, report)
    seen = [value for value in bars.values if value is not None]
    greatest = max(range(len(bars.values)), key=lambda place: bars.values[place] or 0)
    return lines(
        words.say(
            "Registrations by day, {first} to {last}: {total} in all, most on {day} ({most}).",
            first=words.day(report.days[0].day),
            last=words.day(report.last.day),
            total=sum(seen),
            day=words.day(report.days[greatest].day),
            most=max(seen),
        ),
        _left_out(words, len(bars.values) - len(seen)),
    )


def refusals_by_ground(words: Words, report: Report) -> Bars:
    """A bar a ground, over all days of the report."""
    found = _greatest_first(_refusals(report))
    return Bars(
        title=unmarked(words.say("Refusals by ground")),
        labels=tuple(unmarked(_ending(words, key)) for key, _ in found),
        values=tuple(number for _, number in found),
        hidden=LEFT_OUT,
        is_upright=False,
    )


def refusals_caption(words: Words, report: Report) -> str:
    """The same in words."""
    told = [f"{_ending(words, key)} {number}" for key, number in _greatest_first(_refusals(report))]
    first, last = words.day(report.days[0].day), words.day(report.last.day)
    return lines(
        words.say("Refusals by ground, {first} to {last}:", first=first, last=last) + " " + ", ".join(told) + ".",
        _left_out(words, report.days_hiding(Figure.ENDED)),
    )


def _refusals(report: Report) -> dict[str, int]:
    return {key: number for key, number in report.sum_of(Figure.ENDED).items() if ":" in key}


def _left_out(words: Words, days: int) -> str:
    if not days:
        return ""
    return words.count(
        "Numbers under five on {number} day are not counted in.",
        "Numbers under five on {number} days are not counted in.",
        days,
    )


def file_caption(words: Words) -> str:
    """Over the table."""
    return words.say("All figures of these days as a table (CSV).")
