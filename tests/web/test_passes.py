"""A pass holds for one link, one code and half an hour; a changed one holds for nothing."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.machine.web_codes import SecretWebKey
from bot.registration.web_answer import WebPass
from bot.web.passes import Passes
from tests.town import NOON, TownClock

TOKEN, OTHER = "A" * 22, "B" * 22


def passes_at(moment: datetime = NOON) -> Passes:
    """At this moment."""
    return Passes(key=SecretWebKey("a-secret-that-only-this-test-knows"), clock=TownClock(moment))


COOKIE = passes_at().issue(WebPass(token=TOKEN, turn=1))


def test_it_holds_for_half_an_hour_to_the_second() -> None:
    """The last second inside lets in, the next does not."""
    last = NOON + timedelta(minutes=30) - timedelta(seconds=1)

    assert passes_at(last).read(TOKEN, COOKIE) == WebPass(token=TOKEN, turn=1)
    assert passes_at(last + timedelta(seconds=1)).read(TOKEN, COOKIE) is None


def test_it_opens_no_other_link() -> None:
    """Bound to its token."""
    assert passes_at().read(OTHER, COOKIE) is None
    assert passes_at().read(TOKEN, None) is None


@given(st.integers(0, len(COOKIE) - 1), st.sampled_from("0123456789abcdef.٣é\x00"))
def test_no_changed_one_holds(at: int, sign: str) -> None:
    """Whatever character is changed."""
    changed = COOKIE[:at] + sign + COOKIE[at + 1 :]

    assert changed == COOKIE or passes_at().read(TOKEN, changed) is None


@given(st.text())
def test_no_invented_one_holds(invented: str) -> None:
    """Any text at all is answered with no."""
    assert passes_at().read(TOKEN, invented) is None


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_no_invented_form_is_ours(invented: str) -> None:
    """A form's mark is bound to its step and to the cookie."""
    ours = passes_at().form_mark("answer", COOKIE)

    assert passes_at().is_our_form("answer", COOKIE, ours)
    assert not passes_at().is_our_form("refuse", COOKIE, ours)
    assert not passes_at().is_our_form("answer", COOKIE + "1", ours)
    assert not passes_at().is_our_form("answer", COOKIE, invented)
