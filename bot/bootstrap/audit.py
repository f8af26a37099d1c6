"""Once a day the head of the record is signed."""

import logging

from bot.bootstrap.feature import Feature
from bot.bootstrap.shared import Shared
from bot.certificate.keys import KeysError
from bot.domain.audit import BOT
from storage.audit_heads import sign_the_head

log = logging.getLogger(__name__)


def feature(shared: Shared) -> Feature:
    """What it brings."""

    async def sign() -> None:
        try:
            head = await sign_the_head(shared.database, shared.workshop.ring, shared.clock.now(), BOT)
        except KeysError as wrong:  # tried again tomorrow; that a key ends soon was said for a month
            log.error("the record is not signed", extra={"action": "audit", "error": wrong.code.value})
            return
        if head is not None:  # the log is a second place: there it stands even where the database is rewritten whole
            log.info("the record is signed", extra={"action": "audit", "outcome": f"{head.seq}:{head.hash.hex()}"})

    return Feature(daily={"sign the record": sign})
