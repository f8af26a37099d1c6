"""Tirkeu: a bot with which an immigrant in Kazakhstan registers at an address, with the host's own consent."""
