"""Tirkeu: a bot with which an immigrant in Kazakhstan registers at an address, with the host's own consent."""

__version__ = "0.1.0"  # the build reads it here, so that it is known without an installation too
