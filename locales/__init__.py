"""Catalogues of the texts: bot.pot and one folder a language; compiled in memory at start."""
