"""Verdicts on what a registration says beside its holder: registrar, expiry, transfer lock."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from probes.holder.names import is_close, is_same, read_name
from probes.interface import (
    Declaration,
    Message,
    Registration,
    Survey,
    Verdict,
    VerdictField,
    VerdictState,
    message,
)
from probes.judge.sources import hashes, values
from probes.judge.unseen import unseen
from probes.texts import plain

T = TypeVar("T")

LOCKED, UNLOCKED = "locked", "unlocked"
# A registry that writes UTC and a registrar that writes Paris time are a day apart after 22:00.
_TIME_ZONE = timedelta(days=1)
_IANA_ID = re.compile(r"(?:^|\biana\D{0,8})(\d{1,6})$", re.IGNORECASE)
_TRANSFER_LOCK = "transferprohibited"


@dataclass(frozen=True, kw_only=True)
class Registrar:
    """A registrar as published: its name and the number IANA gave it."""

    name: str
    iana_id: str

    @property
    def shown(self) -> str:
        """The name, else the number."""
        return self.name or f"IANA {self.iana_id}"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a comparison gives, with the sentence that says so."""

    state: VerdictState
    reason: Message


@dataclass(frozen=True, kw_only=True)
class Kind(Generic[T]):
    """How one field of a registration is read, compared between sources, and said."""

    field: VerdictField
    read: Callable[[Registration], T | None]
    shown: Callable[[T], str]
    is_same: Callable[[T, T], bool]
    says: str
    says_otherwise: str


def judge_registrar(survey: Survey, declaration: Declaration) -> Verdict | None:
    """Compare the registrar: by IANA number when one is declared, else by folded name."""
    declared = plain(declaration.registrar)
    return _judge(survey, REGISTRAR, declared, lambda seen: _compare_registrar(declared, seen))


def judge_expiry(survey: Survey, declaration: Declaration) -> Verdict | None:
    """Compare the day of expiry; a registry that publishes none is no fault."""
    day = declaration.expires_on
    declared = day.isoformat() if day else ""
    return _judge(survey, EXPIRY, declared, lambda seen: _compare_days(declared, seen))


def judge_lock(survey: Survey, declaration: Declaration) -> Verdict | None:
    """Compare the transfer lock with the statuses of the registration."""
    lock = declaration.lock
    declared = "" if lock is None else _lock_word(is_set=lock)
    return _judge(survey, LOCK, declared, lambda seen: _compare_locks(declared, seen))


def _judge(
    survey: Survey, kind: Kind[T], declared: str, compare: Callable[[T], Outcome]
) -> Verdict | None:
    found = values(survey, kind.read)
    if not found:
        return unseen(survey, kind.field, declared)
    first, others = found[0], found[1:]
    nothing = Outcome(state=VerdictState.INCONCLUSIVE, reason=message("VRD_NOTHING_DECLARED"))
    outcome = compare(first.value) if declared else nothing
    otherwise = (
        other.answer.says(_otherwise(kind, first.value, other.value), value=kind.shown(other.value))
        for other in others
        if not kind.is_same(first.value, other.value)
    )
    observed = kind.shown(first.value)
    return Verdict(
        field=kind.field,
        state=outcome.state,
        declared=declared,
        observed=observed,
        reasons=(first.answer.says(kind.says, value=observed), outcome.reason, *otherwise),
        next_step=_next(outcome.state, declared),
        observations=hashes(item.answer.observation for item in found),
    )


def _otherwise(kind: Kind[T], first: T, other: T) -> str:
    # Two numbers of IANA may stand under one name: it is not told as another name.
    same_name = kind.shown(first).casefold() == kind.shown(other).casefold()
    return "VRD_ALSO_SAYS_SAME_NAME" if same_name else kind.says_otherwise


def _next(state: VerdictState, declared: str) -> Message | None:
    if state is VerdictState.CONFIRMED:
        return None
    return message("VRD_NEXT_CORRECT_OR_REGISTRAR" if declared else "VRD_NEXT_DECLARE")


def _confirmed() -> Outcome:
    return Outcome(state=VerdictState.CONFIRMED, reason=message("VRD_MATCHES"))


def _read_registrar(registration: Registration) -> Registrar | None:
    name, number = plain(registration.registrar or ""), plain(registration.registrar_id or "")
    return Registrar(name=name, iana_id=number) if name or number else None


def _is_same_registrar(one: Registrar, other: Registrar) -> bool:
    if one.iana_id and other.iana_id:
        return one.iana_id == other.iana_id
    return is_same(read_name(one.name), read_name(other.name))


def _compare_registrar(declared: str, seen: Registrar) -> Outcome:
    number = _IANA_ID.search(declared)
    by_number = bool(number and number[1] == seen.iana_id)
    names = read_name(declared), read_name(seen.name)
    if by_number or is_same(*names):
        return _confirmed()
    if is_close(*names):
        nearly = message("VRD_NEARLY", declared=declared)
        return Outcome(state=VerdictState.INCONCLUSIVE, reason=nearly)
    differs = message("VRD_DIFFERS", declared=declared)
    return Outcome(state=VerdictState.CONTRADICTED, reason=differs)


def _is_same_day(one: date, other: date) -> bool:
    return abs(one - other) <= _TIME_ZONE


def _compare_days(declared: str, seen: date) -> Outcome:
    day = date.fromisoformat(declared)
    if day == seen:
        return _confirmed()
    if _is_same_day(day, seen):
        apart = message("VRD_ONE_DAY_APART", declared=declared)
        return Outcome(state=VerdictState.CONFIRMED, reason=apart)
    differs = message("VRD_DIFFERS_DAY", declared=declared)
    return Outcome(state=VerdictState.CONTRADICTED, reason=differs)


def read_lock(registration: Registration) -> str | None:
    """Read the lock from EPP statuses (RFC 5731, RFC 8056); no status at all says nothing."""
    words = [re.sub(r"[\W_]", "", status.casefold()) for status in registration.statuses]
    return (
        _lock_word(is_set=any(word.endswith(_TRANSFER_LOCK) for word in words)) if words else None
    )


def _lock_word(*, is_set: bool) -> str:
    return LOCKED if is_set else UNLOCKED


def _compare_locks(declared: str, seen: str) -> Outcome:
    if declared == seen:
        return _confirmed()
    differs = message("VRD_DIFFERS_LOCK", declared=declared)
    return Outcome(state=VerdictState.CONTRADICTED, reason=differs)


REGISTRAR = Kind(
    field=VerdictField.REGISTRAR,
    read=_read_registrar,
    shown=lambda seen: seen.shown,
    is_same=_is_same_registrar,
    says="VRD_REGISTRAR_SAYS",
    says_otherwise="VRD_ALSO_SAYS",
)
EXPIRY = Kind(
    field=VerdictField.EXPIRY,
    read=lambda registration: registration.expires,
    shown=date.isoformat,
    is_same=_is_same_day,
    says="VRD_EXPIRY_SAYS",
    says_otherwise="VRD_ALSO_SAYS_DAY",
)
LOCK = Kind(
    field=VerdictField.LOCK,
    read=read_lock,
    shown=str,
    is_same=str.__eq__,
    says="VRD_LOCK_SAYS",
    says_otherwise="VRD_ALSO_SAYS_LOCK",
)
