"""How long each kind of record is kept. What was done with them (the record that can be proved) is never shortened."""

from dataclasses import dataclass
from datetime import timedelta

KEPT_AFTER_END = timedelta(days=30)  # where the operator says nothing else (`KEEP_DAYS_AFTER_END`)
PROFILE_KEPT = timedelta(days=365)  # after the last use; both are named in the consent (`bot.texts.opening.consent`)
CROSSING_KEPT = timedelta(days=730)  # the longest stay reckoned with is a year, and may have begun a year ago


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The operator's terms; none is longer than what the consent promises."""

    answers: timedelta = KEPT_AFTER_END  # of a request and its certificate, after the stay or the request has ended
    drafts: timedelta = KEPT_AFTER_END  # after the last touch, with what was told of travels
    matters: timedelta = KEPT_AFTER_END  # words and pictures, once the request is wiped and nothing happens any more
    notices: timedelta = KEPT_AFTER_END  # once sent or given up, and their request wiped
    profiles: timedelta = PROFILE_KEPT  # after the last use
    crossings: timedelta = CROSSING_KEPT  # after the day of the crossing


USUAL = Terms()
