"""The tests."""

from hypothesis import settings

# how long an example takes says something of the machine and who else works on it, and nothing of the code
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
