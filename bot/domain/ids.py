"""Names of things in the database, each a type of its own."""

from typing import NewType

ChatId = NewType("ChatId", int)
PlaceId = NewType("PlaceId", int)

NOBODY = ChatId(0)
"""The guest of a request that an organisation filed, until the guest takes it over: no chat has this id."""


def filer_of(guest: ChatId, host: ChatId | None) -> ChatId:
    """Whose chat has filed a request: the guest's, or an organisation's for a guest who has none."""
    return (host or NOBODY) if guest == NOBODY else guest
