"""What check digits and a reader's doubts say of a field: proven, read with confidence, or "please check".

A check digit weighs with 7, 3, 1, none of which shares a factor with 10. So it betrays every single wrong character,
but for its twins (equal value modulo 10: 6 G Q, 8 I S, 0 A K U and the filler, ...), and one pair of wrong characters
in ten escapes it. Among digits alone there are no twins. From that follows what is proven:

- A date from plain text whose check digit agrees: PROVEN. One wrong character is impossible.
- A number from plain text whose check digit agrees: CONFIDENT. It may hold letters, and each of its characters has two
  to four twins, which the check digit cannot see.
- With a reader's doubts both are judged by the cheapest other reading that the check digit would bless as well: one
  twin in place of one character, or two characters changed at once. The more unlikely it is, the surer the field.
- No check digit covers names, nationality and sex: from plain text CONFIDENT, else by the least sure of their places.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf
from typing import Final

from bot.passport.doubt import GUESSED, Doubt
from bot.passport.layouts import Span
from bot.passport.mending import Laid
from bot.passport.reading import Known

PROVEN_MARGIN: Final = 4.0
"""Nats. From here on the cheapest other reading that the check digit blesses is excluded."""

CHECK_MARGIN: Final = 2.0
"""Nats. Below it that reading is near enough for a person to look."""

NAME_MARGIN: Final = 3.0
"""Nats. The least sure place of a name has to reach it."""

STATE_MARGIN: Final = 3.0
"""The same for the nationality."""

SEX_MARGIN: Final = 3.0
"""The same for the sex."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of each place of a zone beside its character; `doubts` is None for plain text."""

    zone: Laid
    doubts: Sequence[Sequence[Doubt]] | None

    def by_digit(self, spans: Sequence[Span], *, agrees: bool, plain: Known) -> Known:
        """How a field with a check digit is known; `spans` hold both, `plain` is the answer for plain text.

        A place that the layout repaired counts as a doubt: one is betrayed by the digit if it was wrong, two are not.
        """
        if not agrees or self._is_relaid(spans):
            return Known.CHECK
        if self.doubts is None:
            return plain if self._repairs(spans) <= 1 else Known.CHECK
        cost = rival_cost(self._doubts(spans, self.doubts))
        return Known.CHECK if cost < CHECK_MARGIN else Known.CONFIDENT if cost < PROVEN_MARGIN else Known.PROVEN

    def by_eye(self, spans: Sequence[Span], margin: float) -> Known:
        """How a field without a check digit is known; `margin` is what its least sure place has to reach."""
        sure = not self._is_relaid(spans) and not self._repairs(spans)
        if sure and self.doubts is not None:
            sure = min((doubt.margin for doubt in self._doubts(spans, self.doubts)), default=inf) >= margin
        return Known.CONFIDENT if sure else Known.CHECK

    def _is_relaid(self, spans: Sequence[Span]) -> bool:
        return any(span.line in self.zone.relaid for span in spans)

    def _repairs(self, spans: Sequence[Span]) -> int:
        return sum((span.line, place) in self.zone.repaired for span in spans for place in _places(span))

    def _doubts(self, spans: Sequence[Span], doubts: Sequence[Sequence[Doubt]]) -> list[Doubt]:
        return [
            GUESSED if (span.line, place) in self.zone.repaired else doubts[span.line][place]
            for span in spans
            for place in _places(span)
        ]


def _places(span: Span) -> range:
    return range(span.start, span.stop)


def rival_cost(doubts: Iterable[Doubt]) -> float:
    """How much less likely, at the least, any other reading is that the check digit would bless as well, in nats.

    It has one twin or at least two changed characters; the check digit's own place is among the doubts.
    """
    places = list(doubts)
    margins = sorted(doubt.margin for doubt in places)
    return min(min((doubt.twin_margin for doubt in places), default=inf), sum(margins[:2]))
