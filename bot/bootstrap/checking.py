"""Checking a certificate: by link, text or photo."""

import asyncio

from bot.bootstrap.feature import Feature
from bot.bootstrap.shared import Shared
from bot.registration.certificates import CheckLink, CheckText
from bot.registration.diligence import CheckProof
from bot.telegram.checking import Checker
from bot.telegram.doors import CertificateLink, ProofLink
from bot.telegram.limits import PerMinute
from bot.telegram.links import CERTIFICATE, PROOF
from bot.telegram.office.find_desk import OpensForOfficers

CHECKS_A_MINUTE = 20  # the seal's format, section 4.4


def feature(shared: Shared) -> Feature:
    """What it brings."""
    check_link = CheckLink(begin=shared.look, clock=shared.clock)
    checker = Checker(
        check_link=check_link,
        check_text=CheckText(check_link=check_link, open_text=shared.workshop.open),
        check_proof=CheckProof(begin=shared.look, open_proof=shared.workshop.open_proof),
        is_proof=shared.workshop.is_proof,
        read_codes=shared.workshop.codes,
        opens=OpensForOfficers(rights=shared.rights),
        limit=PerMinute(CHECKS_A_MINUTE, lambda: asyncio.get_running_loop().time()),
    )
    return Feature(
        by_name={"checker": checker},
        doors={CERTIFICATE: CertificateLink(checker=checker), PROOF: ProofLink(checker=checker)},
    )
