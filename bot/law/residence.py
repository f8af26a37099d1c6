"""The lawful stay of the latest entry, by the table of states: shared by the rules that measure against it."""

from datetime import date
from functools import cache

from bot.law.assessment import Allowance
from bot.law.facts import Basis, Facts, Stay
from bot.law.states import StayOrder, stay_order
from bot.law.stays import entry, reckon
from bot.law.tables import sourced_rows_of

VISAS = frozenset({Basis.VISA, Basis.INVESTOR_VISA})
EAEU_BASES = frozenset({Basis.EAEU_WORKER, Basis.EAEU_FAMILY})
KAZAKHSTAN = "KAZ"

LAWFUL_STAY_READS = ("basis", "citizenship", "on", "stays", "visa")


def is_in_eaeu(state: str, on: date) -> bool | None:
    """Whether the state is a member of the Eurasian Economic Union; None before the day that a source shows."""
    since = eaeu_members().get(state)
    return False if since is None else since <= on or None


@cache
def eaeu_members() -> dict[str, date]:
    """The union's members besides Kazakhstan, each with the first day for which a source counts it as one."""
    return {row["iso3"]: date.fromisoformat(row["since"]) for row in sourced_rows_of("eaeu.csv")}


def visa_free_order(facts: Facts) -> StayOrder | None:
    """The order of stay that held on the day of entry, for one who is not known to be here on another basis."""
    if facts.basis not in (None, Basis.VISA_FREE):
        return None
    return stay_order(facts.citizenship, entry(facts) or facts.on)


def visa_free_allowance(facts: Facts) -> Allowance | None:
    """What the order of stay leaves of the latest entry."""
    order = visa_free_order(facts)
    if order is None or not facts.stays:
        return None
    return reckon_by(order, facts.stays, facts.on)


def reckon_by(order: StayOrder, stays: tuple[Stay, ...], on: date) -> Allowance:
    """Reckon the latest of the stays by this order of stay."""
    return reckon(stays, on, order.entry_days, order.window_days, order.window, order.counts_since)


def visa_allowance(facts: Facts) -> Allowance | None:
    """A visa bounds the stay by its last day, which nobody reads in two ways."""
    entered = entry(facts)
    if facts.basis not in VISAS or facts.visa is None or entered is None:
        return None
    left = facts.stays[-1].left
    end = facts.on if left is None else min(left, facts.on)
    used = max(0, (end - entered).days + 1)
    return Allowance(None, None, used, None, facts.visa.until, facts.visa.until)


def entered_before_visa(facts: Facts) -> bool:
    """Whether the visa begins after the entry: by what one stayed until its first day, it does not show."""
    entered = entry(facts)
    return facts.basis in VISAS and facts.visa is not None and entered is not None and entered < facts.visa.since


def lawful_stay(facts: Facts) -> Allowance | None:
    """The lawful stay, where the facts show it."""
    return visa_free_allowance(facts) or visa_allowance(facts)
