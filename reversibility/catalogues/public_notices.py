"""What a practice's own clients or patients are told when a service stops, as a catalogue."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from reversibility.catalogues.decode import Fault
from reversibility.catalogues.models import Text
from reversibility.catalogues.professions import Profession
from reversibility.catalogues.reading import read_catalogue, shipped

FILE = "public_notices.toml"
LONGEST_BANNER = 120


class NoticeKind(StrEnum):
    """Where it is read or heard."""

    BANNER = "banner"
    MAIL = "mail"
    VOICEMAIL = "voicemail"


@dataclass(frozen=True, kw_only=True)
class ProfessionWords:
    """How a profession speaks of those it works for, what it adds, which rule to check."""

    id: Profession
    title: Text
    whom: Text
    advice: Text
    rule: Text


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One text, with places for what the register knows."""

    id: NoticeKind
    title: Text
    text: Text


@dataclass(frozen=True, kw_only=True)
class NoticeCatalogue:
    """The whole file."""

    version: date
    professions: tuple[ProfessionWords, ...]
    notices: tuple[Notice, ...]

    def words(self, profession: Profession) -> ProfessionWords:
        """Return the words of a profession."""
        return next(each for each in self.professions if each.id is profession)


@cache
def public_notices() -> NoticeCatalogue:
    """Return the shipped catalogue; raises CatalogueError."""
    return read_catalogue(NoticeCatalogue, FILE, shipped(FILE), _faults)


def fill_notice(
    notice: Notice, words: ProfessionWords, practice: str, channels: Sequence[str], *, locale: str
) -> str:
    """Write a notice in a language, with the channels that still work. Pure."""
    none = {"fr": "à l’accueil du cabinet", "en": "at the reception of the practice"}[locale]
    listed = list(channels) or [none]
    return notice.text.in_(locale).format(
        practice=practice,
        whom=words.whom.in_(locale),
        advice=words.advice.in_(locale),
        first=_short(listed[0], notice, locale),
        channels="\n".join(f"- {each}" for each in listed),
    )


def _faults(found: NoticeCatalogue) -> Iterator[Fault]:
    missing = set(Profession) - {each.id for each in found.professions}
    if missing:
        yield Fault("professions", f"{', '.join(sorted(missing))}: write its table")


def _short(channel: str, notice: Notice, locale: str) -> str:
    """Cut a channel so that a banner stays within its length; the other texts have room."""
    if notice.id is not NoticeKind.BANNER:
        return channel
    room = LONGEST_BANNER - len(notice.text.in_(locale).replace("{first}", ""))
    return channel if len(channel) <= room else f"{channel[: room - 1]}…"
