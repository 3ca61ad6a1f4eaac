"""French public holidays, and the working days around them. Pure.

The eleven days are those of the Code du travail, art. L3133-1; Easter moves three of them. Moselle,
Bas-Rhin and Haut-Rhin have two more (Code du travail, art. L3134-13): Good Friday, where a
Protestant or mixed church stands in the municipality, and 26 December. Overseas departments have
a day of their own (art. L3422-2), which is not counted here.

A working day ("jour ouvré" of an office and of a court registry) is neither a Saturday, nor a
Sunday, nor a public holiday (Code de procédure civile, art. 642, for a period that ends on one).
"""

from datetime import date, timedelta
from functools import cache

_DAY = timedelta(days=1)
_SATURDAY = 5
_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
"""New Year, 1 and 8 May, 14 July, 15 August, 1 and 11 November, Christmas: month and day."""
_FROM_EASTER = (1, 39, 50)
"""Easter Monday, Ascension Day and Whit Monday: days after Easter Sunday."""


@cache
def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (Butcher's rule, 1876)."""
    century, of_century = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    moon = (19 * (year % 19) + century - leaps - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * rest + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (year % 19 + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int, *, alsace_moselle: bool = False) -> frozenset[date]:
    """Return the public holidays of a year."""
    sunday = easter(year)
    days = {date(year, month, day) for month, day in _FIXED}
    days |= {sunday + _DAY * count for count in _FROM_EASTER}
    if alsace_moselle:
        days |= {sunday - 2 * _DAY, date(year, 12, 26)}
    return frozenset(days)


def is_workday(day: date, *, alsace_moselle: bool = False) -> bool:
    """Say whether a day is neither of a week-end nor a public holiday."""
    free = holidays(day.year, alsace_moselle=alsace_moselle)
    return day.weekday() < _SATURDAY and day not in free


def next_workday(day: date, *, alsace_moselle: bool = False) -> date:
    """Return a day, or the first working day after it: a deadline given to the other side."""
    while not is_workday(day, alsace_moselle=alsace_moselle):
        day += _DAY
    return day


def last_workday(day: date, *, alsace_moselle: bool = False) -> date:
    """Return a day, or the last working day before it: what is still of use of one's own."""
    while not is_workday(day, alsace_moselle=alsace_moselle):
        day -= _DAY
    return day


def add_workdays(day: date, count: int, *, alsace_moselle: bool = False) -> date:
    """Return the day on which so many working days have passed; the day itself is not counted."""
    step = _DAY if count > 0 else -_DAY
    for _ in range(abs(count)):
        day += step
        while not is_workday(day, alsace_moselle=alsace_moselle):
            day += step
    return day


def count_workdays(start: date, end: date, *, alsace_moselle: bool = False) -> int:
    """Count the working days after `start`, up to `end` inclusive; none when `end` is earlier."""
    days = (start + _DAY * number for number in range(1, (end - start).days + 1))
    return sum(is_workday(day, alsace_moselle=alsace_moselle) for day in days)
