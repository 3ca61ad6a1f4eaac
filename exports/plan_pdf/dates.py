"""Dates, times and sizes written the local way, from the patterns of `labels.toml`."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from exports.typesetting.labels import Labels


@dataclass(frozen=True, kw_only=True)
class Writer:
    """Writes dates and times in one language and one time zone."""

    words: Labels
    zone: ZoneInfo

    def day_or_instant(self, at: date | datetime) -> str:
        """Write a value of the dossier: a day, or a local day and time."""
        return self.instant(at) if isinstance(at, datetime) else self.date(at)

    def date(self, on: date) -> str:
        """Write a day: `3 décembre 2026`, `1er décembre 2026`, `3 December 2026`."""
        day = self.words.say("first_of_month") if on.day == 1 else str(on.day)
        month = self.words.lists["months"][on.month - 1]
        return self.words.say("date", day=day, month=month, year=on.year)

    def time(self, at: datetime) -> str:
        """Write the local time of day: `6 h 12`, `06:12`."""
        local = at.astimezone(self.zone)
        return self.words.say("time", hour=local.hour, minute=f"{local.minute:02}")

    def local_date(self, at: datetime) -> str:
        """Write the day it was here at that instant."""
        return self.date(at.astimezone(self.zone).date())

    def instant(self, at: datetime) -> str:
        """Write a local day and time: `12 octobre 2026 à 6 h 12`."""
        return self.words.say("instant", date=self.local_date(at), time=self.time(at))

    def instant_utc(self, at: datetime) -> str:
        """Write an instant to the second, in UTC, as evidence is dated."""
        moment = at.astimezone(UTC)
        return self.words.say(
            "instant_utc",
            date=self.date(moment.date()),
            hour=moment.hour,
            minute=moment.minute,
            second=moment.second,
        )

    def size(self, count: int) -> str:
        """Write a number of bytes with the thousands set apart."""
        grouped = f"{count:,}".replace(",", self.words.say("thousands"))
        return self.words.say("bytes", count=grouped)
