"""Load: crowds of people who talk to a bot as fast as it answers, and what that costs."""
