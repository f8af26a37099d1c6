"""Documents a person travels on."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.refusals import Refusal, RefusalCode

# Cyrillic letters that people type for the Latin ones printed in a passport.
_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХІ", "ABEKMHOPCTYXI")
_LENGTHS = {"passport": (6, 9), "diplomatic": (6, 9), "service": (6, 9)}  # ICAO 9303-4: nine places in the zone
_OTHER_LENGTH = (6, 14)


class DocumentKind(StrEnum):
    """What a person may show; citizens of some states enter on identity cards or internal passports."""

    PASSPORT = "passport"
    ID_CARD = "id_card"
    INTERNAL_PASSPORT = "internal_passport"
    DIPLOMATIC = "diplomatic"
    SERVICE = "service"
    REFUGEE = "refugee"
    STATELESS = "stateless"


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """Series and number of a document. `repr` shows the last four; `reveal` is the only way to the rest."""

    _number: str

    @classmethod
    def parse(cls, text: str, kind: DocumentKind) -> "DocumentNumber":
        """Read a number, cleaning spaces, dashes, dots and the number sign, and mending Cyrillic look-alikes.

        Raises:
            Refusal: DOCUMENT_LETTERS (not Latin letters and digits) or DOCUMENT_LENGTH.
        """
        number = re.sub(r"[\s\-–./№#]", "", text).upper().translate(_LOOK_ALIKES)
        if not re.fullmatch(r"[A-Z0-9]*", number):
            raise Refusal(RefusalCode.DOCUMENT_LETTERS)
        least, most = _LENGTHS.get(kind, _OTHER_LENGTH)
        if not least <= len(number) <= most or not any(map(str.isdigit, number)):
            raise Refusal(RefusalCode.DOCUMENT_LENGTH, least=least, most=most)
        return cls(number)

    def reveal(self) -> str:
        """The whole number: for the sealed column, the certificate's seal and the owner's own eye."""
        return self._number

    @property
    def masked(self) -> str:
        """The last four characters, for the host."""
        return f"•••{self._number[-4:]}"

    def __repr__(self) -> str:
        return f"DocumentNumber({self.masked})"
