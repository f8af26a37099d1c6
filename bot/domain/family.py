"""Those who are registered together: who they are to the one who files, and what proves it."""

from enum import StrEnum


class Kinship(StrEnum):
    """What a person is to the one who files for them."""

    SPOUSE = "spouse"
    CHILD = "child"  # a parent files for a child
    WARD = "ward"  # a representative files for one who cannot act
    RELATIVE = "relative"
    GUEST = "guest"  # of an organisation, which files for those who stay with it


class Proof(StrEnum):
    """The kind of paper that proves that one may file for another; the paper itself is never asked for or kept."""

    BIRTH_CERTIFICATE = "birth_certificate"
    ADOPTION = "adoption"
    GUARDIANSHIP = "guardianship"
    COURT_DECISION = "court_decision"
    NOTARISED_PROXY = "notarised_proxy"
