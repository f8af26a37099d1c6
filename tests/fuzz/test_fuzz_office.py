"""The office under forged, stale and hasty taps of its own officers; and nothing of it for anybody else."""

import re
from enum import EnumMeta

import pytest
from fuzz_entries import STATES, TEXTS, Entry, forged, seen_taps, things
from fuzz_ground import EVERYBODY, GUESTS, OFFICERS, FuzzTown, Settled, callbacks, of_the_office
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from test_fuzz_chat import QUICK, STEPS, Steps, live

from bot.domain.acts import WITH_A_DAY
from bot.domain.officer import SEARCHED_FOR, Purpose
from bot.office.decisions import WITH_WORDS
from bot.telegram.office.acts_callbacks import ActTap
from bot.telegram.office.find_callbacks import FindDeed, FindTap
from bot.telegram.office.queue_callbacks import DecideTap
from storage.tables import audit

COMMANDS = ("/officer", "/stats", "/find", "/queue")
NUMBERS = (1, 2, 3, 99)
IN_OFFICE = st.sampled_from([
    *(FindTap(deed=FindDeed.ASK, purpose=purpose).pack() for purpose in SEARCHED_FOR),
    *(DecideTap(number=n, decision=each, seen=seen).pack() for n in NUMBERS for each in WITH_WORDS for seen in (0, 1)),
    *(ActTap(deed=deed, number=n, purpose=Purpose.CHECK).pack() for deed in WITH_A_DAY for n in NUMBERS),
])  # fmt: skip
OFFICE_KINDS = [kind for kind in callbacks() if kind.__prefix__ in of_the_office()]
SAID = [*COMMANDS, "1", "00000001", "QZ5550123", "Popugaev 27.03.1990", "Kolokolchik street 10", "2026-12-01"]
SOUGHT = st.one_of(TEXTS, st.sampled_from(SAID))


def deeds() -> st.SearchStrategy[Entry]:
    """What officers do in the office, and others try."""
    who = st.one_of(st.sampled_from(list(OFFICERS)), st.sampled_from(EVERYBODY))
    data = st.sampled_from(OFFICE_KINDS).flatmap(forged).map(lambda data: data.encode()[:64].decode(errors="ignore"))
    taps = st.builds(lambda who, data: Entry(who, lambda town, me: town.tap(me, data), f"tap {data!r}"), who, data)
    words = st.builds(
        lambda who, text: Entry(who, lambda town, me: town.message(me, {"text": text}), f"text {text!r}"), who, SOUGHT
    )
    return st.one_of(taps, taps, words, words, seen_taps(), seen_taps(), things())


def hours() -> st.SearchStrategy[Steps]:
    """Some hours in the office."""
    states = st.one_of(st.none(), st.none(), IN_OFFICE, STATES)
    return st.lists(st.tuples(states, deeds()), min_size=STEPS, max_size=STEPS)


def search(settled: Settled, how: settings) -> None:
    """Many examples."""

    @how
    @given(hours())
    def tried(told: Steps) -> None:
        settled.live(lambda town: _hours(town, told))

    tried()


async def _hours(town: FuzzTown, told: Steps) -> None:
    await live(town, told)
    async with town.app.database.reading() as connection:
        actors = set((await connection.execute(select(audit.c.actor))).scalars())
    assert not actors & {f"officer:{number}" for number in GUESTS}, "who is no officer did something as one"


def test_whatever_is_tapped_in_the_office_is_answered_without_fault(settled: Settled) -> None:
    """Fifty deeds of officers of all roles and of others with officers' buttons."""
    search(settled, settings(QUICK, max_examples=2))


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_whatever_is_tapped_in_the_office_is_answered_without_fault_five_thousand_times(settled: Settled) -> None:
    """The same with 5,000 deeds."""
    search(settled, settings(QUICK, max_examples=200))


def _heard(town: FuzzTown, who: int) -> list[tuple[str, str]]:
    said = [(method, text) for method, chat, text in town.wire.heard if chat in {who, None}]
    return [(method, re.sub(r"\d+", "N", text)) for method, text in said]


def test_officers_commands_and_buttons_do_not_exist_for_others(settled: Settled) -> None:
    """A guest and a host hear of each what they hear of a command or button that never was."""

    async def try_all(town: FuzzTown) -> None:
        for who in GUESTS:
            await town.feed(town.message(who, {"text": "/nothing"}))
            nothing = _heard(town, who)
            for command in COMMANDS:
                await town.feed(town.message(who, {"text": command}))
                assert _heard(town, who) == nothing, (who, command)
            await town.feed(town.tap(who, "zz:nothing"))
            dead = _heard(town, who)
            for kind in OFFICE_KINDS:
                await town.feed(town.tap(who, _some(kind)))
                assert _heard(town, who) == dead, (who, kind)

    settled.live(try_all)


def _some(kind: type) -> str:
    """A well-formed button of this kind."""
    values = ["1" if field.annotation is int else _first(field.annotation) for field in kind.model_fields.values()]  # type: ignore[attr-defined]  # CallbackData
    return ":".join((kind.__prefix__, *values))  # type: ignore[attr-defined]  # the same


def _first(annotation: object) -> str:
    return str(next(iter(annotation)).value) if isinstance(annotation, EnumMeta) else "1"
