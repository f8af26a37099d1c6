"""A reader that needs no photos, for worker processes as well."""

import time
from datetime import date

from bot.passport.reading import Field, Known, Layout, Reading, Sex, Unread

LINES = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


def read(picture: bytes, *, today: date) -> Reading | Unread:
    """The specimen of ICAO Doc 9303-4, appendix B, wherever a picture says `passport`, even if slowly."""
    if b"slow" in picture:
        time.sleep(0.2)
    if b"passport" not in picture or today.year < 2026:
        return Unread.NO_ZONE
    return Reading(
        layout=Layout.TD3,
        lines=LINES,
        document_code="P",
        issuer="UTO",
        surname="ERIKSSON",
        given_names="ANNA MARIA",
        number="L898902C3",
        nationality="UTO",
        birth_date=date(1974, 8, 12),
        sex=Sex.FEMALE,
        expiry_date=None if b"unsure" in picture else date(2012, 4, 15),
        known=dict.fromkeys(Field, Known.PROVEN)
        | ({Field.EXPIRY_DATE: Known.CHECK, Field.SURNAME: Known.CHECK} if b"unsure" in picture else {}),
    )
