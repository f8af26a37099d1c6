"""The office's first page."""

from bot.domain.officer import Role
from bot.texts.words import Words


def menu(words: Words, role: Role) -> str:
    """Who one is here, and what one can do."""
    return words.say("<b>Office</b>\n\nYour role: {role}", role=role_name(words, role))


def role_name(words: Words, role: Role) -> str:
    """The name of a role."""
    names = {
        Role.READER: words.say("reader: looks up, decides nothing"),
        Role.OFFICER: words.say("officer: looks up and decides"),
        Role.HEAD: words.say("head: decides, and reverses decisions"),
    }
    return names[role]


def queue_button(words: Words) -> str:
    """Leads to what needs a person."""
    return words.say("Queue")


def find_button(words: Words) -> str:
    """Leads to the search."""
    return words.say("Find")


def figures_button(words: Words) -> str:
    """Leads to the figures."""
    return words.say("Figures")
