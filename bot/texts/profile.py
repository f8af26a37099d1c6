"""How the bot introduces itself in Telegram."""

from bot.texts.words import Words


def commands(words: Words) -> dict[str, str]:
    """The commands and what each does, at most 256 characters (Bot API, BotCommand)."""
    return {
        "start": words.say("Begin or go on"),
        "menu": words.say("Menu"),
        "language": words.say("Change the language"),
        "help": words.say("Help and rights"),
        "cancel": words.say("Stop and keep the answers"),
        "mydata": words.say("All that is stored about me"),
        "withdraw": words.say("Delete my data"),
        "delete": words.say("Delete everything that may be deleted"),
    }


def description(words: Words) -> str:
    """Shown in an empty chat, at most 512 characters."""
    return words.say(
        "Register at an address in Kazakhstan in minutes: answer a few questions, your host taps Agree in their own chat, "
        "and you get a certificate with a QR code. Free. A bot, not the ministry."
    )


def short_description(words: Words) -> str:
    """Shown in the profile, at most 120 characters."""
    return words.say("Registration of foreigners at an address in Kazakhstan, with the host's own consent.")
