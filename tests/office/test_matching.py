"""What the border's record makes of a request: the rules, one by one, and the gaps that accuse nobody."""

from datetime import date

import pytest

from bot.domain.answers import Answers
from bot.domain.crossing import Coverage, Crossing, Direction, Span, journeys
from bot.domain.travel import Stay
from bot.office.crossings import crossing_facts, written
from bot.office.matching import CrossingFacts, Judgement, Mismatch, judge, open_stay, stayed_on
from bot.texts.office.crossings import recorded
from bot.texts.words import words_of

IN, OUT = Direction.IN, Direction.OUT
SAID, ASKED = 12, 21  # days of November
ANSWERS = Answers(citizenship="UZB", entered=date(2026, 11, SAID))


def nov(day: int) -> date:
    return date(2026, 11, day)


def crossing(day: int, way: Direction = IN, citizenship: str = "UZB") -> Crossing:
    return Crossing(nov(day), way, citizenship)


def covered(first: int = 1, last: int = 30) -> Coverage:
    return Coverage.of([Span(nov(first), nov(last))])


def found(*crossings: Crossing, coverage: Coverage | None = None) -> Judgement:
    """What is made of them for one who told of an entry on the 12th, and asked on the 21st."""
    return judge(ANSWERS, nov(ASKED), crossings, covered() if coverage is None else coverage)


def mismatch(what: Mismatch, recorded: int, **more: object) -> tuple[CrossingFacts, ...]:
    said = nov(ASKED if what is Mismatch.LEFT_BEFORE_ASKING else SAID)
    return (CrossingFacts(what=what, said=said, recorded=nov(recorded), **more),)  # type: ignore[arg-type]


def test_an_entry_on_the_day_told_confirms_it() -> None:
    """Whatever earlier visits the record has."""
    assert found(crossing(SAID)) == Judgement(is_confirmed=True)
    assert found(crossing(3), crossing(5, OUT), crossing(SAID)) == Judgement(is_confirmed=True)


@pytest.mark.parametrize("day", [10, 14, 21])
def test_an_entry_on_another_day_contradicts(day: int) -> None:
    """Before or after the day told, up to the day of the request."""
    assert found(crossing(day)) == Judgement(mismatches=mismatch(Mismatch.OTHER_DAY, day))


def test_of_several_entries_the_last_one_counts() -> None:
    """Whoever was out meanwhile has entered anew: the terms count from there."""
    made = found(crossing(SAID), crossing(15, OUT), crossing(18))

    assert made == Judgement(mismatches=mismatch(Mismatch.OTHER_DAY, 18))


def test_days_that_no_file_has_contradict_nothing() -> None:
    """An earlier entry says nothing where the exit and the next entry may be in a file that has not come."""
    assert found(crossing(10), coverage=covered(1, 10)) == Judgement()
    assert found(crossing(10), crossing(11, OUT), coverage=covered(1, 11)) == Judgement()
    assert found(coverage=Coverage()) == Judgement()
    apart = Coverage.of([Span(nov(1), nov(10)), Span(nov(12), nov(30))])
    assert found(crossing(10), coverage=apart) == Judgement()
    touching = Coverage.of([Span(nov(11), nov(30)), Span(nov(1), nov(10))])
    assert found(crossing(10), coverage=touching).mismatches == mismatch(Mismatch.OTHER_DAY, 10)


def test_one_who_left_before_the_day_told_and_did_not_come_back() -> None:
    """The record has the whole time between."""
    assert found(crossing(3), crossing(5, OUT)).mismatches == mismatch(Mismatch.NOT_INSIDE, 5)
    assert found(crossing(5, OUT)).mismatches == mismatch(Mismatch.NOT_INSIDE, 5)


def test_an_entry_while_inside() -> None:
    """Two entries without an exit between: one card, whichever of the two was told."""
    assert found(crossing(3), crossing(SAID)) == Judgement(
        is_confirmed=True, mismatches=mismatch(Mismatch.ALREADY_INSIDE, SAID, before=nov(3))
    )
    assert found(crossing(SAID), crossing(25)).mismatches == mismatch(Mismatch.ALREADY_INSIDE, 25, before=nov(SAID))
    assert found(crossing(2), crossing(4), crossing(5, OUT), crossing(SAID)).mismatches == ()


@pytest.mark.parametrize("day", [21, 22, 30])
def test_an_exit_from_the_day_of_the_request_on_ends_the_stay(day: int) -> None:
    """With a confirmed entry, and with one before the record begins."""
    assert found(crossing(SAID), crossing(day, OUT)) == Judgement(is_confirmed=True, left=nov(day))
    assert found(crossing(day, OUT), coverage=covered(20, 30)) == Judgement(left=nov(day))


def test_the_first_exit_ends_it_though_the_person_came_back() -> None:
    """A new stay needs a host's yes of its own."""
    made = found(crossing(SAID), crossing(22, OUT), crossing(24), crossing(29, OUT))

    assert made == Judgement(is_confirmed=True, left=nov(22))


def test_one_who_left_and_asked_from_abroad() -> None:
    """The exit lies before the request: nothing is ended, an officer looks at it."""
    made = found(crossing(SAID), crossing(18, OUT))

    assert made == Judgement(is_confirmed=True, mismatches=mismatch(Mismatch.LEFT_BEFORE_ASKING, 18))


def test_another_citizenship_with_the_number() -> None:
    """It contradicts only where nobody of the citizenship told has crossed with it, and the record has the day."""
    other = crossing(SAID, citizenship="TJK")

    assert found(other).mismatches == mismatch(Mismatch.OTHER_CITIZENSHIP, SAID, citizenship="TJK")
    assert found(other, crossing(SAID)) == Judgement(is_confirmed=True)
    assert found(crossing(3, citizenship="TJK"), coverage=covered(1, 5)) == Judgement()


def test_days_before_the_term_are_not_covered() -> None:
    """What was let go, with the day before the first that is kept; a span that goes over it is cut."""
    both = Coverage.of([Span(nov(1), nov(5)), Span(nov(8), nov(20))])

    assert both.since(nov(10)) == Coverage((Span(nov(10), nov(20)),))
    assert both.since(nov(5)).has(nov(5), nov(5))
    assert both.since(nov(21)) == Coverage()


def test_crossings_of_one_day_have_no_order() -> None:
    """Who is out comes in first, who is in goes out first; two posts may write down one crossing."""
    assert journeys([crossing(3), crossing(3, OUT)]).stays == (Stay(nov(3), nov(3)),)
    run = [crossing(3), crossing(9), crossing(9, OUT), crossing(20, OUT)]
    assert journeys(run).stays == (Stay(nov(3), nov(9)), Stay(nov(9), nov(20)))
    assert journeys([crossing(3), Crossing(nov(3), IN, "UZB", "Korday")]).stays == (Stay(nov(3)),)


def test_who_stayed_on_is_known_only_as_far_as_the_record_goes() -> None:
    """The last lawful day itself, a gap, and an exit accuse nobody."""
    stay = open_stay(ANSWERS, [crossing(SAID)])
    assert stay is not None
    facts = CrossingFacts(what=Mismatch.STAYED_ON, said=nov(20), recorded=nov(SAID), until=nov(25))

    assert stayed_on(stay, nov(20), covered(1, 25), nov(30)) == facts
    assert facts.days_over == 5
    assert stayed_on(stay, nov(20), covered(1, 20), nov(30)) is None
    assert stayed_on(stay, nov(20), covered(13, 30), nov(30)) is None
    assert stayed_on(stay, nov(20), covered(1, 30), nov(20)) is None
    assert open_stay(ANSWERS, [crossing(SAID), crossing(30, OUT)]) is None


@pytest.mark.parametrize("what", Mismatch)
def test_facts_are_read_as_they_were_written(what: Mismatch) -> None:
    """And a text of another kind is none."""
    facts = CrossingFacts(what=what, said=nov(1), recorded=nov(2), until=nov(3), citizenship="TJK")

    assert crossing_facts(written(facts)) == facts
    assert [crossing_facts(text) for text in ("", "asked", "[]", "{}", '{"what": "asked"}')] == [None] * 5


@pytest.mark.parametrize("what", Mismatch)
def test_an_officer_reads_both_days(what: Mismatch) -> None:
    """On the card of the matter, in every kind of it."""
    facts = CrossingFacts(what=what, said=nov(1), recorded=nov(2), before=nov(4), until=nov(3), citizenship="TJK")

    text = recorded(words_of("en"), written(facts))

    assert "1 November 2026" in text
    assert "2 November 2026" in text
