"""How the bot presents itself in Telegram: commands and descriptions in every language."""

from aiogram import Bot
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats

from bot.texts import profile
from bot.texts.words import LANGUAGES, nearest_language, words_of

NEIGHBOURS = ("uz", "ky", "tg")  # Telegram would show English to those who come most


async def set_profile(bot: Bot) -> None:
    """Set commands, description and short description for each language, and English for all others."""
    for language in (*LANGUAGES, *NEIGHBOURS, None):
        words = words_of(nearest_language(language))
        commands = [BotCommand(command=name, description=text) for name, text in profile.commands(words).items()]
        await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats(), language_code=language)
        await bot.set_my_description(profile.description(words), language_code=language)
        await bot.set_my_short_description(profile.short_description(words), language_code=language)
