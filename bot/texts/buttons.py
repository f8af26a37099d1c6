"""What stands on buttons: short, and enough without colour or picture."""

from bot.domain.address import Premises
from bot.domain.answers import Basis, Question
from bot.domain.case import RefusalReason
from bot.domain.document import DocumentKind
from bot.domain.person import Sex
from bot.texts.words import Words


def premises(words: Words, kind: Premises) -> str:
    """A kind of premises (Order 923, paragraph 7)."""
    return {
        Premises.HOUSE: words.say("House"),
        Premises.FLAT: words.say("Flat"),
        Premises.DORMITORY: words.say("Dormitory"),
        Premises.HOTEL: words.say("Hotel"),
        Premises.REST_HOME: words.say("Rest home"),
        Premises.SANATORIUM: words.say("Sanatorium"),
        Premises.OTHER_DWELLING: words.say("Another place where people live"),
        Premises.NOT_DWELLING: words.say("A place not for living"),
    }[kind]


def document_kind(words: Words, kind: DocumentKind) -> str:
    """A kind of document."""
    return {
        DocumentKind.PASSPORT: words.say("Passport"),
        DocumentKind.ID_CARD: words.say("Identity card"),
        DocumentKind.INTERNAL_PASSPORT: words.say("Internal passport"),
        DocumentKind.DIPLOMATIC: words.say("Diplomatic passport"),
        DocumentKind.SERVICE: words.say("Service passport"),
        DocumentKind.REFUGEE: words.say("Refugee's document"),
        DocumentKind.STATELESS: words.say("Stateless person's document"),
    }[kind]


def sex(words: Words, which: Sex) -> str:
    """As a travel document gives it."""
    return {
        Sex.MALE: words.say("Male"),
        Sex.FEMALE: words.say("Female"),
        Sex.UNSPECIFIED: words.say("X, not stated"),
    }[which]


def basis(words: Words, ground: Basis) -> str:
    """On what ground a person stays."""
    return {
        Basis.VISA_FREE: words.say("Without a visa"),
        Basis.VISA: words.say("With a visa"),
        Basis.INVESTOR_VISA: words.say("Investor visa"),
        Basis.TEMPORARY_RESIDENCE: words.say("Temporary residence permit"),
        Basis.PERMANENT_RESIDENCE: words.say("Permanent residence permit"),
        Basis.REFUGEE: words.say("Refugee"),
        Basis.EAEU_WORKER: words.say("Work in the EAEU, by contract"),
        Basis.EAEU_FAMILY: words.say("Family of an EAEU worker"),
    }[ground]


def refusal_reason(words: Words, reason: RefusalReason) -> str:
    """Why a host refuses, in the host's voice."""
    return {
        RefusalReason.STRANGER: words.say("I don't know this person"),
        RefusalReason.ADDRESS: words.say("The address is wrong"),
        RefusalReason.DATES: words.say("The dates are wrong"),
        RefusalReason.NOT_ARRIVED: words.say("They have not arrived"),
        RefusalReason.HAS_LEFT: words.say("They have left"),
        RefusalReason.OTHER: words.say("Another reason"),
    }[reason]


def question(words: Words, asked: Question) -> str:
    """The name of an answer on the review card and on its Change button."""
    return {
        Question.CITIZENSHIP: words.say("Citizenship"),
        Question.ENTERED: words.say("Entered Kazakhstan"),
        Question.FAMILY_NAME: words.say("Family name"),
        Question.GIVEN_NAMES: words.say("Given names"),
        Question.PATRONYMIC: words.say("Patronymic"),
        Question.BORN: words.say("Date of birth"),
        Question.SEX: words.say("Sex"),
        Question.DOCUMENT_KIND: words.say("Document"),
        Question.DOCUMENT_NUMBER: words.say("Document number"),
        Question.DOCUMENT_EXPIRES: words.say("Document valid until"),
        Question.HOST: words.say("Host's IIN"),
        Question.ADDRESS: words.say("Address"),
        Question.ADDRESS_REGION: words.say("Region"),
        Question.ADDRESS_SETTLEMENT: words.say("City or village"),
        Question.ADDRESS_HOUSE: words.say("House number"),
        Question.PREMISES: words.say("Kind of home"),
        Question.UNTIL: words.say("Staying until"),
    }[asked]
