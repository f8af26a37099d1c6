"""Short ways to write a case, and the grid of persons that the whole law is walked with."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

from bot.law.assessment import Assessment, Duty, DutyKind, Finding
from bot.law.circumstances import Circumstances, EntryBar, ExitBar, TravelsAs, Work
from bot.law.facts import Basis, Consent, DocumentKind, Facts, HostKind, Premises, Stay, Visa

ENTRY = date(2026, 11, 12)
AGREED: dict[str, Any] = {
    "basis": Basis.VISA_FREE,
    "address_kind": Premises.FLAT,
    "host_kind": HostKind.PERSON,
    "consent": Consent.GRANTED,
    "untrue": (),
}


def case(citizenship: str = "RUS", *, on: date = date(2026, 12, 1), entered: date = ENTRY, **known: Any) -> Facts:
    """A guest who entered once, with whatever else is known."""
    return Facts(on=on, citizenship=citizenship, **{"stays": (Stay(entered),), **known})


def duty(assessment: Assessment, kind: DutyKind) -> Duty | None:
    """The one duty of the kind."""
    found = [duty for duty in assessment.duties if duty.duty is kind]
    assert len(found) <= 1
    return found[0] if found else None


def finding(assessment: Assessment, rule: str) -> Finding:
    """What one rule found."""
    (found,) = [finding for finding in assessment.findings if finding.rule == rule]
    return found


CITIZENSHIPS = (
    "RUS",
    "ARM",
    "TJK",
    "AZE",
    "TUR",
    "MDA",
    "UKR",
    "ALB",
    "UZB",
    "CHN",
    "FRA",
    "IND",
    "HKG",
    "AFG",
    "XXA",
    "KAZ",
)
"""At least one of each kind of row in the table of states, and who is in none."""


PER_PAIR = 10
"""So many persons of one citizenship and one basis."""


def persons(on: date, *only: str | Basis | None) -> Iterator[Facts]:
    """Persons of every kind on a day, or of only one citizenship and basis."""
    pairs = [only] if only else product(CITIZENSHIPS, (None, *Basis))
    for citizenship, basis in pairs:
        yield from _knowing_more_and_more(on, citizenship, basis)


def _knowing_more_and_more(on: date, citizenship: str, basis: Basis | None) -> Iterator[Facts]:
    def ago(days: int) -> date:
        return on - timedelta(days=days)

    bare = Facts(on=on, citizenship=citizenship, basis=basis, stays=())
    here = replace(bare, stays=(Stay(ago(20)),))
    earlier = (Stay(ago(170), ago(110)), Stay(ago(109), ago(100)))
    told = replace(
        here,
        stays=(*earlier, Stay(ago(40))),
        born=ago(365 * 30),
        document_kind=DocumentKind.PASSPORT,
        document_expires=ago(-30),
        visa=Visa(ago(60), ago(-10)),
        address_kind=Premises.HOTEL,
        address_since=ago(39),
        host_kind=HostKind.ORGANISATION,
        host_notified=ago(20),
        consent=Consent.GRANTED,
        registered=ago(30),
        moved=ago(10),
        untrue=(),
    )
    yield bare
    yield here
    yield replace(here, stays=(Stay(ago(100)),), consent=Consent.ASKED)
    yield replace(here, stays=(Stay(ago(20), ago(5)),))
    yield told
    yield replace(told, registered=ago(1), consent=Consent.WITHDRAWN, address_kind=Premises.NOT_DWELLING)
    yield replace(told, registered=None, document_kind=DocumentKind.DIPLOMATIC, untrue=("document",))
    yield replace(told, born=ago(365 * 10), document_kind=DocumentKind.REFUGEE, document_expires=ago(3))
    yield replace(told, document_kind=DocumentKind.STATELESS, consent=Consent.REFUSED, document_expires=None)
    yield replace(told, circumstances=_all_told(ago(400)))


def _all_told(expelled: date) -> Circumstances:
    return Circumstances(
        expelled=expelled,
        entry_bars=(EntryBar.DISEASE,),
        funds_not_asked_of=False,
        exit_bars=(ExitBar.SENTENCE,),
        works=Work.WITHOUT_PERMIT,
        host_punished=(expelled,),
        travels_as=TravelsAs.CREW,
    )
