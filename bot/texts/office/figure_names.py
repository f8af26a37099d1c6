"""What the rows of the figures are called."""

from bot.domain.case import EventKind
from bot.domain.certificate import CertificateStatus
from bot.domain.matter import Decision, MatterKind, MatterState
from bot.office.figures import AGES, OLDER
from bot.texts.words import Words, plain


def alone(_words: Words, _key: str) -> str:
    """A figure of one cell, which its heading names."""
    return ""


def ground(words: Words, code: str) -> str:
    """Why the law refused; another rule by its code."""
    names = {
        "O923-4-1": words.say("untrue data (paragraph 4, 1)"),
        "O923-4-2": words.say("the lawful stay is over (paragraph 4, 2)"),
        "O923-4-3": words.say("no host's consent (paragraph 4, 3)"),
        "place_full": words.say("the place is full"),
    }
    return names.get(code, plain(code))


def life(words: Words, key: str) -> str:
    """Why a registration ended early."""
    names = {
        EventKind.LEFT: words.say("the guest left"),
        EventKind.EXIT_CONFIRMED: words.say("the border's record has the exit"),
        EventKind.HOST_ENDED: words.say("ended by the host"),
        EventKind.REPLACED: words.say("replaced by a newer one"),
    }
    return {kind.value: name for kind, name in names.items()}.get(key, plain(key))


def act(words: Words, key: str) -> str:
    """What an officer did to a registration."""
    names = {
        EventKind.REVOKED: words.say("revoked"),
        EventKind.SUSPENDED: words.say("suspended"),
        EventKind.REINSTATED: words.say("reinstated"),
        EventKind.SHORTENED: words.say("shortened"),
        EventKind.EXPELLED: words.say("expelled"),
        EventKind.UNDONE: words.say("undone"),
    }
    return {kind.value: name for kind, name in names.items()}.get(key, plain(key))


def matter(words: Words, key: str) -> str:
    """What a matter is about."""
    names = {
        MatterKind.APPEAL: words.say("appeals"),
        MatterKind.STRANGER: words.say("strangers"),
        MatterKind.CROWDED: words.say("crowded addresses"),
        MatterKind.CONTRADICTION: words.say("contradictions"),
        MatterKind.REFUSAL: words.say("Refuse the request"),
        MatterKind.HOST: words.say("hosts to vouch for"),
        MatterKind.CROSSING: words.say("border crossings"),
        MatterKind.OVERSTAY: words.say("overstays"),
    }
    return {kind.value: name for kind, name in names.items()}.get(key, plain(key))


def decision(words: Words, key: str) -> str:
    """How a matter was settled."""
    names = {
        Decision.NOTHING: words.say("all is well"),
        Decision.ANSWERED: words.say("answered"),
        Decision.UNTRUE: words.say("untrue data (paragraph 4, 1)"),
        Decision.TERM_BROKEN: words.say("the lawful stay is over (paragraph 4, 2)"),
        Decision.HOST_REFUSED: words.say("no host's consent (paragraph 4, 3)"),
        Decision.TO_BE_MENDED: words.say("to be mended"),
        Decision.VOUCHED: words.say("vouched for"),
        Decision.NOT_VOUCHED: words.say("not vouched for"),
        MatterState.WITHDRAWN: words.say("taken back"),
    }
    return {kind.value: name for kind, name in names.items()}.get(key, plain(key))


def standing(words: Words, key: str) -> str:
    """What a certificate is worth."""
    names = {
        CertificateStatus.VALID: words.say("valid"),
        CertificateStatus.REVOKED: words.say("revoked"),
        CertificateStatus.SUSPENDED: words.say("suspended"),
        CertificateStatus.SUPERSEDED: words.say("replaced"),
        CertificateStatus.ENDED: words.say("ended early"),
        CertificateStatus.DOCUMENT_LOST: words.say("document lost"),
    }
    return {kind.value: name for kind, name in names.items()}.get(key, plain(key))


def age(words: Words, key: str) -> str:
    """How long something has waited."""
    if key == OLDER:
        return words.say("longer than {days} days:", days=AGES[-1])
    return words.say("up to {days} days:", days=key)
