"""What codes are called before officers: of whom they read, not to whom it happened."""

from bot.domain.case import Case, Event, EventKind, Stage
from bot.domain.certificate import CertificateStatus
from bot.domain.matter import Decision, MatterKind, MatterState
from bot.domain.organisation import HostNumber
from bot.domain.refusals import RefusalCode
from bot.office.figures import AGES, OLDER
from bot.registration.granting import ON_THE_WEB
from bot.registration.vouching import waiting_yes
from bot.texts import cards, own_data_words
from bot.texts.words import Words, plain


def alone(_words: Words, _key: str) -> str:
    """A figure of one cell, which its heading names."""
    return ""


def host(name: str, number: HostNumber | None, *, is_whole: bool) -> str:
    """A host by name and number, which is whole only for those who may act; "" of whom nothing is known."""
    shown = "" if number is None else number.grouped if is_whole else number.masked
    return ", ".join(part for part in (name, shown) if part)


def stage(words: Words, case: Case, now_is: Stage) -> str:
    """Where a request stands; of one whose host's yes waits for an officer, that the host agreed."""
    if case.is_refused_by_officer:
        return words.say("refused")
    return cards.outcome(words, Stage.GRANTED if waiting_yes(case) is not None and now_is.is_live else now_is)


def ground(words: Words, code: str) -> str:
    """Why the law or an officer refused; another rule by its code."""
    untrue = words.say("untrue data (paragraph 4, 1)")
    over = words.say("the lawful stay is over (paragraph 4, 2)")
    no_consent = words.say("no host's consent (paragraph 4, 3)")
    names = {
        "O923-4-1": untrue,
        Decision.UNTRUE: untrue,
        "O923-4-2": over,
        Decision.TERM_BROKEN: over,
        "O923-4-3": no_consent,
        Decision.HOST_REFUSED: no_consent,
        Decision.TO_BE_MENDED: words.say("to be mended"),
        RefusalCode.NOT_COVERED: words.say("not one whom Order 923 registers"),
        RefusalCode.PLACE_FULL: words.say("the place is full"),
        RefusalCode.UNTIL_PAST: words.say("the last day has passed"),
        RefusalCode.EXPELLED: words.say("marked expelled"),
    }
    return names.get(code, plain(code))


def event(words: Words, one: Event) -> str:
    """What has happened: as in a person's own data, but said to somebody else."""
    if one.kind is EventKind.LEFT:
        return words.say("the person said to have left")
    return own_data_words.event(words, one.kind, one.reason)


def why(words: Words, case: Case, one: Event) -> str:
    """And why; "" where nothing was said with it."""
    if one.kind is EventKind.DENIED and one.reason is not None:
        return ground(words, one.reason)
    if one.reason == ON_THE_WEB:
        return words.say("on a web page")
    return own_data_words.why(words, case, one)


def life(words: Words, key: str) -> str:
    """Why a registration ended early."""
    names: dict[str, str] = {
        EventKind.LEFT: words.say("the guest left"),
        EventKind.EXIT_CONFIRMED: words.say("the border's record has the exit"),
        EventKind.HOST_ENDED: words.say("ended by the host"),
        EventKind.REPLACED: words.say("replaced by a newer one"),
    }
    return names.get(key, plain(key))


def act(words: Words, key: str) -> str:
    """What an officer did to a request or a registration."""
    names: dict[str, str] = {
        EventKind.DENIED: words.say("refused"),
        EventKind.REVOKED: words.say("revoked"),
        EventKind.SUSPENDED: words.say("suspended"),
        EventKind.REINSTATED: words.say("reinstated"),
        EventKind.SHORTENED: words.say("shortened"),
        EventKind.EXPELLED: words.say("marked expelled"),
        EventKind.UNDONE: words.say("undone"),
    }
    return names.get(key, plain(key))


def matter(words: Words, key: str) -> str:
    """What a matter is about."""
    names: dict[str, str] = {
        MatterKind.APPEAL: words.say("appeals"),
        MatterKind.STRANGER: words.say("strangers"),
        MatterKind.CROWDED: words.say("crowded addresses"),
        MatterKind.CONTRADICTION: words.say("contradictions"),
        MatterKind.REFUSAL: words.say("refused"),
        MatterKind.HOST: words.say("hosts to vouch for"),
        MatterKind.CROSSING: words.say("border crossings"),
        MatterKind.OVERSTAY: words.say("overstays"),
    }
    return names.get(key, plain(key))


def decision(words: Words, key: str) -> str:
    """How a matter was settled."""
    names: dict[str, str] = {
        Decision.NOTHING: words.say("all is well"),
        Decision.ANSWERED: words.say("answered"),
        Decision.VOUCHED: words.say("vouched for"),
        Decision.NOT_VOUCHED: words.say("not vouched for"),
        MatterState.WITHDRAWN: words.say("taken back"),
    }
    return names.get(key) or ground(words, key)


def standing(words: Words, key: str) -> str:
    """What a certificate is worth."""
    names: dict[str, str] = {
        CertificateStatus.VALID: words.say("valid"),
        CertificateStatus.REVOKED: words.say("revoked"),
        CertificateStatus.SUSPENDED: words.say("suspended"),
        CertificateStatus.SUPERSEDED: words.say("replaced"),
        CertificateStatus.ENDED: words.say("ended early"),
        CertificateStatus.DOCUMENT_LOST: words.say("document lost"),
    }
    return names.get(key, plain(key))


def age(words: Words, key: str) -> str:
    """How long something has waited."""
    if key == OLDER:
        return words.say("longer than {days} days:", days=AGES[-1])
    return words.count("up to {number} day:", "up to {number} days:", int(key))
