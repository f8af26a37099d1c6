"""Full years of age, for all rules alike."""

from datetime import date

from bot.law.days import DAY


def birthday(born: date, years: int) -> date:
    """The day of so many full years; of one born on 29 February it is 1 March where there is no such day."""
    if (born.month, born.day) == (2, 29):
        return date(born.year + years, 2, 28) + DAY
    return born.replace(year=born.year + years)


def is_under(years: int, born: date, on: date) -> bool:
    """Whether the person has not reached so many full years by the day."""
    return on < birthday(born, years)
