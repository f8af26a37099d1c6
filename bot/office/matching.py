"""What the border's record makes of what a person said: pure, and silent where the record has gaps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.answers import Answers
from bot.domain.crossing import Coverage, Crossing, Direction, Journeys, journeys
from bot.domain.travel import Stay


class Mismatch(StrEnum):
    """In what the record says otherwise; what each day of the facts is stands beside it."""

    OTHER_DAY = "other_day"  # said: the entry; recorded: the entry
    NOT_INSIDE = "not_inside"  # said: the entry; recorded: an exit before it, and no entry since
    ALREADY_INSIDE = "already_inside"  # said: the entry; recorded: an entry; before: another one, and no exit between
    LEFT_BEFORE_ASKING = "left_before_asking"  # said: the day of the request; recorded: an exit before it
    OTHER_CITIZENSHIP = "other_citizenship"  # said: the entry; recorded: a crossing; citizenship: that of the record
    STAYED_ON = "stayed_on"  # said: the last lawful day; recorded: the entry; until: so far the record goes


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossingFacts:
    """What a matter of the border is about."""

    what: Mismatch
    said: date
    recorded: date
    before: date | None = None
    until: date | None = None
    citizenship: str | None = None

    def is_of_same(self, other: "CrossingFacts") -> bool:
        """Whether an officer has been asked this already: of one who stays on, once an entry."""
        if self.what is Mismatch.STAYED_ON:
            return other.what is self.what and other.recorded == self.recorded
        return other == self

    @property
    def days_over(self) -> int:
        """Of one who stayed on: how many days after the last lawful one the record has seen no exit."""
        return (self.until - self.said).days if self.until is not None else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What follows for one request: whether its entry is confirmed, when its person left, what does not fit."""

    is_confirmed: bool = False
    left: date | None = None
    mismatches: tuple[CrossingFacts, ...] = ()


def judge(answers: Answers, asked: date, crossings: Sequence[Crossing], coverage: Coverage) -> Judgement:
    """Compare a request, sent on the day `asked`, with the crossings under its document's number."""
    said = answers.entered
    if said is None:
        return Judgement()
    way = journeys(_own(answers, crossings))
    present = next((stay for stay in reversed(way.stays) if stay.entered <= asked), None)
    gone = _exit_after(way, present, said)
    found = [*_of_entry(way, present, said, coverage), *_of_others(answers, said, crossings, coverage)]
    if gone is not None and gone < asked:
        found.append(CrossingFacts(what=Mismatch.LEFT_BEFORE_ASKING, said=asked, recorded=gone))
    return Judgement(
        is_confirmed=present is not None and present.entered == said,
        left=gone if gone is not None and gone >= asked else None,
        mismatches=tuple(found),
    )


def open_stay(answers: Answers, crossings: Sequence[Crossing]) -> Stay | None:
    """The last stay, if the record knows no exit from it."""
    stays = journeys(_own(answers, crossings)).stays
    return stays[-1] if stays and stays[-1].left is None else None


def stayed_on(stay: Stay, lawful: date, coverage: Coverage, on: date) -> CrossingFacts | None:
    """Who is here still after the last lawful day: only as far as the record goes without a gap since the entry."""
    end = coverage.end_from(stay.entered)
    until = min(end, on) if end is not None else None
    if until is None or until <= lawful:
        return None
    return CrossingFacts(what=Mismatch.STAYED_ON, said=lawful, recorded=stay.entered, until=until)


def _own(answers: Answers, crossings: Sequence[Crossing]) -> list[Crossing]:
    return [crossing for crossing in crossings if crossing.citizenship == answers.citizenship]


def _exit_after(way: Journeys, present: Stay | None, said: date) -> date | None:
    """The first exit from the stay that was told, or from the one that the record has in its place."""
    since = max(said, present.entered) if present is not None else said
    if present is not None and present.entered == since and present.left is not None:
        return present.left
    return next((day for day in way.exits if day > since), None)


def _of_entry(way: Journeys, present: Stay | None, said: date, coverage: Coverage) -> Iterator[CrossingFacts]:
    """The first thing about the entry that does not fit: one card is enough."""
    if (twice := _entered_twice(way, said, coverage)) is not None:
        before, again = twice
        yield CrossingFacts(what=Mismatch.ALREADY_INSIDE, said=said, recorded=again, before=before)
    elif present is not None and _is_another(present, said, coverage):
        yield CrossingFacts(what=Mismatch.OTHER_DAY, said=said, recorded=present.entered)
    elif (gone := _gone_before(way, said)) is not None and coverage.has(gone, said):
        yield CrossingFacts(what=Mismatch.NOT_INSIDE, said=said, recorded=gone)


def _is_another(present: Stay, said: date, coverage: Coverage) -> bool:
    """The last entry was another one. An earlier one counts only where the record would have the later one, too."""
    if present.entered >= said:
        return present.entered != said
    is_over = present.left is not None and present.left <= said
    return not is_over and coverage.has(present.entered, said)


def _gone_before(way: Journeys, said: date) -> date | None:
    """The exit that was the last crossing up to the day told."""
    exits = [day for day in way.exits if day <= said]
    entries = [stay.entered for stay in way.stays if stay.entered <= said]
    is_last = bool(exits) and (not entries or entries[-1] < exits[-1])
    return exits[-1] if is_last else None


def _entered_twice(way: Journeys, said: date, coverage: Coverage) -> tuple[date, date] | None:
    """Two entries without an exit between, the later one in the stay told of, where no day between is missing."""
    for before, again in zip(way.stays, way.stays[1:], strict=False):
        is_open = before.left is None and coverage.has(before.entered, again.entered)
        if is_open and again.entered >= said:
            return before.entered, again.entered
    return None


def _of_others(
    answers: Answers, said: date, crossings: Sequence[Crossing], coverage: Coverage
) -> Iterator[CrossingFacts]:
    """The number crossed under another citizenship only. States give equal numbers: that alone says nothing, but that
    the record has the day told, and nobody of this citizenship with this number, does.
    """
    others = [crossing for crossing in crossings if crossing.direction is Direction.IN]
    if _own(answers, crossings) or not others or not coverage.has(said, said):
        return
    nearest = min(others, key=lambda crossing: (abs((crossing.on - said).days), crossing))
    yield CrossingFacts(
        what=Mismatch.OTHER_CITIZENSHIP, said=said, recorded=nearest.on, citizenship=nearest.citizenship
    )
