"""What the bot says of itself: names, descriptions and commands, by language and by scope.

Source: https://core.telegram.org/bots/api#determining-list-of-commands
"""

from dataclasses import dataclass, field

from bot.simulator.chats import Json
from bot.simulator.parameters import as_number

Scope = tuple[str, int]
"""A scope's type and the chat it is for; 0 where the scope has no chat."""


def scope_of(given: Json | None) -> Scope:
    """`BotCommandScope` as a key; absent means default."""
    given = given or {}
    return str(given.get("type", "default")), as_number(given.get("chat_id")) or 0


@dataclass(slots=True)
class Profile:
    """The bot's own page; language "" is what everyone sees for whom there is nothing closer."""

    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    commands: dict[tuple[Scope, str], list[Json]] = field(default_factory=dict)
    menu_button: Json = field(default_factory=lambda: {"type": "default"})

    def commands_for(self, chat_id: int, language: str) -> list[Json]:
        """The commands a private chat shows: the narrowest scope first, in each the person's language first."""
        for scope in (("chat", chat_id), ("all_private_chats", 0), ("default", 0)):
            for tongue in (language, ""):
                if found := self.commands.get((scope, tongue)):
                    return found
        return []


def localized(texts: dict[str, str], language: str) -> str:
    """The text in this language, or the one for everybody."""
    return texts.get(language) or texts.get("", "")
