"""A photo in, the seven fields out, or why they could not be read.

Check digits confirm a reading, which ends the looking, or send the reader to look again; they choose neither a
character nor between readings. Of several the one after most looks is taken, of equals the one with the best evidence
(the mean log-probability of its characters); what another of them vouches for differently a person has to check.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.passport.budget import Budget, TimeSpentError
from bot.passport.layouts import GRIDS
from bot.passport.lines import LOOK_SIDE, Search, find_lines
from bot.passport.looks import look_again
from bot.passport.mrz import ZoneError, parse_zone
from bot.passport.picture import UnreadableError, open_picture
from bot.passport.quality import why_unread
from bot.passport.reading import Field, Known, Reading, Unread
from bot.passport.rows import CLEAR, Row, read_rows
from bot.passport.seeds import CLEAR_LOOK, Seed, seeds
from bot.passport.strips import Picture
from bot.passport.zone import Zone, assemble

BUDGET = 2.0  # seconds of processor time
STEP = 0.15  # what one more line costs at most: read it and its neighbours
GOOD_ROW = 0.5  # quality of a line that is worth looking for its neighbours
BESIDE = 12  # cells to either side of a line that was seen in part
SHORTEST_ROW = 18  # characters
SETTLED = -0.12  # evidence of a zone so clear that no other line would be read better
ZONES = 3  # zones that are read before the best of them is taken
PATIENCE = 1.25  # seconds after which no new lines are looked for: what was not found by then seldom is
LEGIBLE = -0.6  # evidence (mean log-probability) below which a zone is noise
PLAIN = -0.2  # evidence above which a zone is one even if its check digits do not agree
DIGITS_ENOUGH = 2  # check digits that make a zone of one less plain


SEARCHES = (
    (Search(), slice(0, 4)),
    (Search(turn=90), slice(0, 8)),
    (Search(), slice(4, 12)),
    (Search(side=640), slice(0, 4)),  # noise evens out
    (Search(side=640, turn=90), slice(0, 4)),
    (Search(turn=22.5), slice(0, 4)),
    (Search(turn=-22.5), slice(0, 4)),
    (Search(turn=67.5), slice(0, 4)),
    (Search(turn=-67.5), slice(0, 4)),
    (Search(side=1280), slice(0, 6)),  # small print, and lines that run on in other print
    (Search(side=1280, turn=90), slice(0, 6)),
    (Search(turn=45), slice(0, 4)),
    (Search(turn=-45), slice(0, 4)),
)
"""Ways to look for lines, and which of the lines found so are looked at, in this order."""
CHECKED = (Field.NUMBER, Field.BIRTH_DATE, Field.EXPIRY_DATE)
DOUBTFUL = 2  # seeds a search that are read though they did not look clear


def read_passport(picture: bytes, *, today: date, budget: float = BUDGET) -> Reading | Unread:
    """Read the zone in a photo. Never raises, whatever the bytes; logs nothing.

    Args:
        picture: a JPEG, PNG or HEIC file.
        today: decides the century of dates.
        budget: seconds of processor time; past it comes the best reading so far, or TOO_LONG.
    """
    clock = Budget(budget)
    try:
        return _read(open_picture(picture), today, clock)
    except UnreadableError as error:
        return error.reason
    except Exception:  # noqa: BLE001 - whatever a picture makes the libraries do, the person gets an answer
        return Unread.FAILED


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One reading of the photo, and after how many looks and with what evidence it was made."""

    reading: Reading
    looks: int
    evidence: float

    @property
    def worth(self) -> tuple[int, float]:
        """What the best candidate has most of; one look alone is often surer than it should be."""
        return (self.looks, self.evidence)


def _read(photo: Picture, today: date, clock: Budget) -> Reading | Unread:
    """The reading with the best evidence; looking ends with one that can be stood by, if none was looked at longer."""
    candidates: list[_Candidate] = []
    clear: list[Row] = []
    otherwise = Unread.NO_ZONE
    try:
        for found in _found(photo, clock):
            if isinstance(found, Row):
                clear.append(found)
            elif reading := _parsed(found, today):
                candidates.append(_Candidate(reading, found.looks, found.evidence))
                if reading.valid and found.looks == max(candidate.looks for candidate in candidates):
                    break
    except TimeSpentError:
        otherwise = Unread.TOO_LONG
    if candidates:
        return _chosen(candidates)
    reason = why_unread(photo, clear)
    return otherwise if reason is Unread.NO_ZONE else reason


def _chosen(candidates: Sequence[_Candidate]) -> Reading:
    """The best one, less what another vouches for differently."""
    best = max(candidates, key=lambda candidate: candidate.worth).reading
    open_fields = [
        field
        for field in Field
        for other in (candidate.reading for candidate in candidates)
        if other.known[field] is not Known.CHECK and getattr(other, field) != getattr(best, field)
    ]
    return replace(best, known=best.known | dict.fromkeys(open_fields, Known.CHECK))


def _parsed(zone: Zone, today: date) -> Reading | None:
    """The reading, unless the zone may as well be cloth: where characters are doubtful, two check digits must agree."""
    if zone.evidence < LEGIBLE:
        return None
    try:
        reading = parse_zone(zone.lines(), today=today, doubts=zone.doubts())
    except ZoneError:
        return None
    agree = sum(reading.known[field] is not Known.CHECK for field in CHECKED)
    return reading if zone.evidence >= PLAIN or agree >= DIGITS_ENOUGH else None


def _found(photo: Picture, clock: Budget) -> Iterator[Row | Zone]:
    """Lines that were read well, and zones as they are found about them, each again after more looks at it."""
    found = 0
    for seed in _seeds(photo, clock):
        clock.check(STEP)
        row = _row(photo, seed)
        if row is None:
            continue
        yield row
        zone = assemble(photo, row)
        if zone is None or zone.evidence <= LEGIBLE:
            continue
        yield zone
        clock.check(STEP)
        zone = look_again(photo, zone)
        yield zone
        found += 1
        if found == ZONES or zone.evidence > SETTLED:
            return


def _row(photo: Picture, seed: Seed) -> Row | None:
    """The seed's line, if it may be one of a zone; one read clearly but in part only is read again, longer."""
    (row,) = read_rows(photo, [seed.track])
    if row and row.quality >= CLEAR and not any(abs(row.cells - grid.length) <= 1 for grid in GRIDS.values()):
        (longer,) = read_rows(photo, [row.track.cut(-BESIDE, row.cells + 2 * BESIDE)])
        row = longer if longer and longer.cells > row.cells and longer.quality >= GOOD_ROW else row
    return row if row and row.quality >= GOOD_ROW and row.cells >= SHORTEST_ROW else None


def _seeds(photo: Picture, clock: Budget) -> Iterator[Seed]:
    """Lines to begin with, from search to search: the clear ones at once, of the others the best when there is none."""
    doubtful: list[Seed] = []
    for number, (search, some) in enumerate(SEARCHES):
        clock.check(STEP)
        if clock.spent > PATIENCE:
            break
        for seed in seeds(photo, find_lines(photo, search)[some], whole=search.side > LOOK_SIDE):
            if seed.score >= CLEAR_LOOK:
                yield seed
            else:
                doubtful.append(seed)
        if number % 2:
            doubtful.sort(key=lambda seed: seed.score)
            for _ in range(min(DOUBTFUL, len(doubtful))):
                yield doubtful.pop()
    yield from reversed(doubtful)
