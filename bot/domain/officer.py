"""The operator's own people: what each role may do, and why they may look at somebody's data."""

from collections.abc import Mapping
from enum import StrEnum

from bot.domain.ids import ChatId


class Role(StrEnum):
    """What an officer is to the operator; each may do all that the one before may."""

    READER = "reader"
    OFFICER = "officer"
    HEAD = "head"


class Right(StrEnum):
    """What a use case of the office asks for."""

    COUNT = "count"  # figures without people
    LOOK_UP = "look_up"  # a person's data, with a purpose
    DECIDE = "decide"  # matters of the queue
    ACT = "act"  # on a registration
    REVERSE = "reverse"  # what another officer has decided
    WATCH = "watch"  # the report of every morning


class Purpose(StrEnum):
    """Why an officer looks somebody up; recorded with every look-up."""

    QUEUE = "queue"  # a matter that waits for a decision
    CHECK = "check"  # of stay and registration (Law on Migration, article 9, 6)
    REQUEST = "request"  # the person, or the host, has asked
    AUTHORITY = "authority"  # a court, a prosecutor or another body has asked in writing
    MISTAKE = "mistake"  # to correct what is wrong


SEARCHED_FOR = (Purpose.CHECK, Purpose.REQUEST, Purpose.AUTHORITY, Purpose.MISTAKE)  # QUEUE is of a matter alone

_READER = frozenset({Right.COUNT, Right.LOOK_UP})
_OFFICER = _READER | {Right.DECIDE, Right.ACT}
RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.READER: _READER,
    Role.OFFICER: _OFFICER,
    Role.HEAD: _OFFICER | {Right.REVERSE, Right.WATCH},
}


def deciders(officers: Mapping[ChatId, Role]) -> frozenset[ChatId]:
    """Those who may decide."""
    return frozenset(chat for chat, role in officers.items() if Right.DECIDE in RIGHTS[role])


def has_too_few_deciders(officers: Mapping[ChatId, Role]) -> bool:
    """Whether there is an office, and not two in it who may decide: nobody judges an appeal against what they have
    done themselves.
    """
    return bool(officers) and len(deciders(officers)) < 2
