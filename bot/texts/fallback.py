"""Answers to what was not expected."""

from bot.texts.words import Words


def only_text(words: Words) -> str:
    """A sticker, a voice message, a file where words were asked for."""
    return words.say("I read text and buttons. Type your answer, or tap a button.")


def not_understood(words: Words) -> str:
    """A text when nothing was asked."""
    return words.say("I did not ask anything just now. Choose what you would like to do.")


def our_fault(words: Words) -> str:
    """A fault of the service."""
    return words.say(
        "Sorry, there is a problem with the service. Your earlier answers are kept. Try again in a few minutes, or call 1414."
    )
