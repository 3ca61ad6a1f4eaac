"""Calendar periods in the ISO 8601 form contracts use: P36M, P1Y, P90D, P2W."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_FORM = re.compile(r"P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?")
_LONGEST_MONTHS, _LONGEST_DAYS = 1_200, 36_525


@dataclass(frozen=True, kw_only=True)
class Period:
    """A number of calendar months and days."""

    months: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read an ISO 8601 period of years, months, weeks and days; raises ValueError."""
        match = _FORM.fullmatch(text.strip().upper())
        if match is None or not any(match.groups()):
            raise ValueError(f"{text!r} is not a period such as P3M, P1Y or P90D")
        years, months, weeks, days = (int(part or 0) for part in match.groups())
        period = cls(months=years * 12 + months, days=weeks * 7 + days)
        if period.months > _LONGEST_MONTHS or period.days > _LONGEST_DAYS:
            raise ValueError(f"{text!r} is longer than a century")
        return period

    def __add__(self, other: "Period") -> "Period":
        """Return both, one after the other."""
        return Period(months=self.months + other.months, days=self.days + other.days)

    def __mul__(self, times: int) -> "Period":
        """Return this period so many times."""
        return Period(months=self.months * times, days=self.days * times)

    @property
    def is_zero(self) -> bool:
        """Whether it has no length."""
        return not self.months and not self.days

    def after(self, start: date) -> date:
        """Return start plus this period; a month end that does not exist becomes the last day."""
        return _add_months(start, self.months) + timedelta(days=self.days)

    def before(self, end: date) -> date:
        """Return end minus this period; a month end that does not exist becomes the last day."""
        return _add_months(end, -self.months) - timedelta(days=self.days)

    def __str__(self) -> str:
        """Write P3M."""
        months = f"{self.months}M" if self.months else ""
        days = f"{self.days}D" if self.days or not self.months else ""
        return f"P{months}{days}"


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
