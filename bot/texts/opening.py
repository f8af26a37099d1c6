"""The first screens: language, what the bot does, the consent to personal data, the menu, help and rights."""

from bot.domain.operator import Operator
from bot.texts.words import Words, lines, page, page_of


def choose_language() -> str:
    """Shown before the language is known, so in all of them."""
    return "<b>Тілді таңдаңыз</b>\n<b>Выберите язык</b>\n<b>Choose your language</b>"


def consent(words: Words, operator: Operator) -> str:
    """What the consent to personal data has to say (Law No. 94-V of 21 May 2013)."""
    return page(
        words.say("I help you register at an address in Kazakhstan"),
        words.say(
            "I am a bot, not the ministry. You answer questions, your host agrees in their own chat, and you get a "
            "certificate. It is free."
        ),
        lines(
            words.say("To do this, your consent to the use of personal data is needed."),
            words.say("Who: {operator} (BIN {bin}).", operator=operator.name, bin=operator.bin),
            words.say("What: names, sex, date of birth, citizenship, document, entry date, address, host's IIN."),
            words.say("The same of family members for whom you file; you confirm that you may."),
            words.say(
                "A photo of your passport, if you send one, is read here by a program and not kept. The message with it is deleted."
            ),
            words.say("Why: to prepare the registration and watch the deadlines."),
            _how_long(words, operator.keep_days),
            words.say(
                "Your person and passport data are saved for the next stay: until you delete them, or one year after "
                "their last use."
            ),
            words.say("Who sees it: only you and your host. Nothing is published."),
            words.say("Telegram carries the messages through servers abroad."),
        ),
        words.say(
            "See all that is stored: /mydata. Take this consent back at any time: /withdraw. Delete all: /delete"
        ),
    )


def consent_changed(words: Words, operator: Operator) -> str:
    """For one who agreed to an older text: nothing new is kept until they agree to this one."""
    return page_of(
        words.say(
            "The text about personal data has changed. Until you agree, all goes on as before, and nothing is saved for "
            "your next stay."
        ),
        consent(words, operator),
    )


def _how_long(words: Words, days: int) -> str:
    return words.count(
        "How long: until {number} day after your stay or your request ends.",
        "How long: until {number} days after your stay or your request ends.",
        days,
    )


def menu(words: Words) -> str:
    """The heading of the menu."""
    return page(words.say("What would you like to do?"))


def continue_draft(words: Words, answered: int, of: int) -> str:
    """Offered when a draft is found."""
    return page(
        words.say("You have started a registration"),
        words.say("{answered} of {of} answers are kept.", answered=answered, of=of),
    )


def invited(words: Words) -> str:
    """After a host's link was opened by one who has consented."""
    return page(
        words.say("Your host invites you to register"), words.say("The host is filled in. Answer the rest and send.")
    )


def confirm_cancel(words: Words) -> str:
    """Asked once before a draft is left."""
    return page(words.say("Stop here?"), words.say("Your answers are kept, and you can go on later."))


def withdrawn(words: Words, keep_days: int) -> str:
    """After the consent was taken back."""
    return page(
        words.say("Your data are deleted"),
        words.say(
            "Your answers, what was saved for the next stay, appeals, phone, IIN, places and staff are gone, and open "
            "requests are ended. To begin again: /start"
        ),
        _certificates_stay(words, keep_days),
    )


def _certificates_stay(words: Words, days: int) -> str:
    return words.count(
        "A certificate already issued stays valid until its last day; what is printed on it is kept {number} day longer.",
        "A certificate already issued stays valid until its last day; what is printed on it is kept {number} days longer.",
        days,
    )


def confirm_withdraw(words: Words, keep_days: int) -> str:
    """Asked once before everything is deleted."""
    return page(
        words.say("Delete your data?"),
        words.say(
            "Your answers, what is saved for the next stay, appeals, phone, IIN, places and staff are deleted, open "
            "requests end, and reminders stop."
        ),
        _certificates_stay(words, keep_days),
        words.say("To wipe registrations that have ended as well: /delete"),
    )


def help_and_rights(words: Words, operator: str) -> str:
    """What a person may expect, and whom to ask."""
    return page(
        words.say("Help and rights"),
        words.say("You are registered only when your host has agreed and you have the certificate."),
        words.say("Nobody may ask you for money for this. Never pay a helper."),
        words.say(
            "You can photograph your passport instead of typing. The photo is read here by a program, not kept, and the message with it is deleted."
        ),
        words.say(
            "A refusal can be appealed within three months (Administrative Procedure Code, articles 91 and 92), through "
            "the body that refused."
        ),
        words.say("Questions of law: migration service, phone 1414. This bot is run by {operator}.", operator=operator),
        lines(
            words.say("/start - begin or go on"),
            words.say("/menu - everything the bot does"),
            words.say("/language - change the language"),
            words.say("/cancel - stop and keep the answers"),
            words.say("/mydata - all that is stored about me"),
            words.say("/withdraw - delete my data"),
            words.say("/delete - delete everything that may be deleted"),
        ),
    )


def only_in_private(words: Words) -> str:
    """Said in a group."""
    return words.say("I talk only in a private chat, because passports are nobody else's business.")
