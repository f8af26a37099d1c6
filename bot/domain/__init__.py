"""Nouns and promises: person, address, request, consent. Standard library only, no clock, no I/O."""
