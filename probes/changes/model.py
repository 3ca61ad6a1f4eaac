"""The words of changes: what can differ, in which way, and what one answer says of it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from probes.interface import Observation, Source, Survey

T = TypeVar("T")


class ChangedField(StrEnum):
    """What can differ."""

    REGISTRATION = "registration"
    """Whether the name is registered, and since when."""
    HOLDER = "holder"
    REGISTRAR = "registrar"
    EXPIRY = "expiry"
    LOCK = "lock"
    STATUS = "status"
    NAME_SERVERS = "name_servers"
    MAIL_HOST = "mail_host"
    DNSSEC = "dnssec"
    CERTIFICATE = "certificate"
    CONTROL = "control"


class ChangeKind(StrEnum):
    """In which way something differs."""

    CHANGED = "changed"
    HIDDEN = "hidden"
    """It was published and is hidden now: who it is may well be the same."""
    SHOWN = "shown"
    """It was hidden and is published again."""
    APPEARED = "appeared"
    GONE = "gone"
    """It was published and is not any more, and nobody says that it is hidden."""
    RESULT = "result"
    """What was compared with the same declaration gave another result."""


@dataclass(frozen=True, kw_only=True)
class Channel:
    """Who speaks, always the same one: only what one channel says twice is compared."""

    source: Source
    who: str
    """`registry`, or the host of a registrar, of a site, of a zone."""
    speaker: str
    """As the sentences name it: see `probes.texts`, speaker."""

    @property
    def key(self) -> tuple[Source, str]:
        """What makes two channels the same; a registry may change its machine."""
        return self.source, self.who


@dataclass(frozen=True, kw_only=True)
class Said(Generic[T]):
    """What one answer says of one field; an answer that could not be had says nothing at all."""

    channel: Channel
    observation: Observation
    value: T | None
    is_hidden: bool = False
    """There is a value, and the source says that it does not show it."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One sentence about a difference: its tag, and both values in plain text."""

    code: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class Topic(Generic[T]):
    """How one field is read from a check, compared, and told."""

    field: ChangedField
    read: Callable[[Survey], Iterable[Said[T]]]
    """The most trustworthy first."""
    is_same: Callable[[T, T], bool]
    tell: Callable[[T, T], Iterable[Told]]
    """What to say of two values that are not the same; nothing when it does not matter."""
    written: Callable[[T], str]
    hidden: str = ""
    shown: str = ""
    shown_other: str = ""
    """What was hidden for a while is published again, and is not the same."""
    appeared: str = ""
    gone: str = ""


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One field that two checks of the same name show differently, with both answers."""

    field: ChangedField
    kind: ChangeKind
    code: str
    """The tag of its sentence."""
    who: str
    """Who says so, both times."""
    before: str
    """As published then, plain and bounded; dates in ISO form."""
    after: str
    earlier: Observation
    later: Observation
