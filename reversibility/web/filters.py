"""How pages write dates, hours, digests, spaces and words, in the reader's language and zone."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask, current_app, request, url_for

from reversibility.kernel import dates
from reversibility.web.forms.faults import faults
from reversibility.web.glossary import explained
from reversibility.web.languages import current_language, gettext

_LOCALES = {"fr": "fr_FR", "en": "en_GB"}
_NARROW, _WIDE = "\u202f", "\u00a0"


def init_filters(app: Flask, time_zone: str) -> None:
    """Register the filters, and the address of static files with their digest."""
    app.config["TIME_ZONE"] = ZoneInfo(time_zone)
    days = (date_long, date_short, month_short, month_year, weekday_long, weekday_short)
    for function in (*days, hour, moment, hash_short, faults, author, initial, number):
        app.add_template_filter(function)
    app.jinja_env.globals["static_url"] = static_url
    app.jinja_env.globals["explained"] = explained
    # The web fonts (Source Sans 3, latin) have no U+202F, so pages use the wider no-break space.
    app.jinja_env.concat = web_spaces  # type: ignore[method-assign]  # a place for it, not a method


def date_long(value: date) -> str:
    """Write 3 décembre 2026, 1er décembre 2026 or 3 December 2026."""
    return _unbroken(dates.day(_day(value), current_language()))


def date_short(value: date) -> str:
    """Write 3 déc. 2026 or 3 Dec 2026, for lists."""
    return _short(_day(value), _LOCALES[current_language()])


def month_short(value: date) -> str:
    """Write déc. or Dec, under the number of a day."""
    return format_date(_day(value), "MMM", locale=_LOCALES[current_language()])


def month_year(value: date) -> str:
    """Write Décembre 2026 or December 2026, over a month."""
    return initial(format_date(_day(value), "LLLL y", locale=_LOCALES[current_language()]))


def weekday_short(value: date) -> str:
    """Write lun. or Mon, over the days of a week."""
    return format_date(_day(value), "EEE", locale=_LOCALES[current_language()])


def weekday_long(value: date) -> str:
    """Write Lundi 30 novembre 2026 or Monday 30 November 2026."""
    name = format_date(_day(value), "EEEE", locale=_LOCALES[current_language()])
    return f"{initial(name)} {date_long(value)}"


def hour(instant: datetime) -> str:
    """Write 6 h 12 or 06:12."""
    return dates.hour(instant, current_language(), _zone().key)


def number(value: float) -> str:
    """Write 2,5 or 2.5; a whole number without its zero."""
    return str(format_decimal(value, "#,##0.#", locale=_LOCALES[current_language()]))


def moment(instant: datetime) -> str:
    """Write 3 décembre 2026 à 6 h 12 or 3 December 2026 at 06:12."""
    return _unbroken(dates.instant(instant, current_language(), _zone().key))


def hash_short(digest: str) -> str:
    """Write the first and last four characters of a digest: b71e…09c4."""
    return f"{digest[:4]}…{digest[-4:]}"


def author(label: str) -> str:
    """Say who did something: people by their name, a command on the machine by who types it."""
    return {
        "console": gettext("l’exploitant du service"),
        "worker": gettext("le service, en arrière-plan"),
    }.get(label, label)


def initial(text: str) -> str:
    """Begin a sentence: the first letter large, the others as they are."""
    return f"{text[:1].upper()}{text[1:]}"


def web_spaces(parts: Iterable[str]) -> str:
    """Put a page together, with the wider no-break space in the place of the narrow one."""
    return "".join(parts).replace(_NARROW, _WIDE)


def static_url(filename: str) -> str:
    """Return the address of a static file, which changes when the file does."""
    digests: dict[str, str] = current_app.extensions.setdefault("static_digests", {})
    if filename not in digests or current_app.debug:
        path = Path(str(current_app.static_folder)) / filename
        digests[filename] = sha256(path.read_bytes()).hexdigest()[:12]
    # An icon stands in every row of a list; where the service is mounted is all it depends on.
    addresses: dict[tuple[str, ...], str] = current_app.extensions.setdefault("static_urls", {})
    key = (request.script_root, filename, digests[filename])
    if key not in addresses:
        addresses[key] = url_for("static", filename=filename, v=digests[filename])
    return addresses[key]


def local_day(instant: datetime) -> date:
    """Return the day that an instant falls on for the reader."""
    return instant.astimezone(_zone()).date()


@lru_cache(maxsize=1024)
def _short(value: date, locale: str) -> str:
    # A page of a register writes the same few days a hundred times.
    return _unbroken(format_date(value, "d MMM y", locale=locale))


def local_time(instant: datetime) -> time:
    """Return the hour and minute of an instant for the reader."""
    return instant.astimezone(_zone()).time().replace(second=0, microsecond=0)


def at_local_time(day: date | None, hour: time | None) -> datetime | None:
    """Return the instant of an hour that the reader wrote; None for a day alone."""
    if day is None or hour is None:
        return None
    return datetime.combine(day, hour, tzinfo=_zone()).astimezone(UTC)


def _day(value: date) -> date:
    return local_day(value) if isinstance(value, datetime) else value


def _unbroken(text: str) -> str:
    # The number of the day stays with its month at the end of a line.
    return text.replace(" ", _WIDE, 1)


def _zone() -> ZoneInfo:
    zone: ZoneInfo = current_app.config["TIME_ZONE"]
    return zone
