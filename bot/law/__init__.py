"""The law as dated rules: facts in, findings with citations out. Codes and dates only; the words are in `bot.texts`."""
