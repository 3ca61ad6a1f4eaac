"""What a registration says beside its holder: registrar, expiry, lock, statuses, existence."""

import re
from collections.abc import Iterator
from datetime import date

from probes.changes.channels import of_registration, registry_states
from probes.changes.model import ChangedField, Told, Topic
from probes.holder.names import is_close, is_same, read_name
from probes.holder.published import read_names
from probes.interface import LookupState, Registration
from probes.judge import registered
from probes.judge.registered import LOCKED

# RFC 8056 writes EPP statuses for RDAP; what stands here needs somebody's attention while it lasts.
_WATCHED = {
    "pendingtransfer": "CHG05_TRANSFER_UNDER_WAY",
    "redemptionperiod": "CHG05_REDEMPTION",
    "pendingdelete": "CHG05_PENDING_DELETE",
    "clienthold": "CHG05_ON_HOLD",
    "serverhold": "CHG05_ON_HOLD",
}
_NO_LETTER = re.compile(r"[\W_]")


def _existence(old: LookupState, new: LookupState) -> Iterator[Told]:
    code = "CHG06_REGISTERED" if new is LookupState.REGISTERED else "CHG06_NOT_REGISTERED"
    if LookupState.REGISTERED in (old, new):
        yield Told(code=code, before=old.value, after=new.value)


def _created_again(old: date, new: date) -> Iterator[Told]:
    """Tell of a name that was given up and registered anew; an earlier day is a correction."""
    if new > old:
        yield Told(code="CHG06_CREATED_AGAIN", before=old.isoformat(), after=new.isoformat())


def _is_same_registrar(old: registered.Registrar, new: registered.Registrar) -> bool:
    """Tell by the number, else by the name: without what stands in brackets, such as a web site."""
    if old == new or registered.REGISTRAR.is_same(old, new):
        return True
    if old.iana_id and new.iana_id:
        return False
    pairs = ((one, other) for one in read_names(old.name) for other in read_names(new.name))
    return any(is_same(one, other) for one, other in pairs)


def _registrar(old: registered.Registrar, new: registered.Registrar) -> Iterator[Told]:
    has_numbers = bool(old.iana_id and new.iana_id)
    is_nearly = not has_numbers and is_close(read_name(old.name), read_name(new.name))
    code = "CHG02_REGISTRAR_CLOSE" if is_nearly else "CHG02_REGISTRAR_CHANGED"
    yield Told(code=code, before=old.shown, after=new.shown)


def _expiry(old: date, new: date) -> Iterator[Told]:
    code = "CHG03_RENEWED" if new > old else "CHG03_EARLIER"
    yield Told(code=code, before=old.isoformat(), after=new.isoformat())


def _lock(old: str, new: str) -> Iterator[Told]:
    code = "CHG04_LOCK_SET" if new == LOCKED else "CHG04_LOCK_REMOVED"
    yield Told(code=code, before=old, after=new)


def _watched(registration: Registration) -> frozenset[str] | None:
    """Read the statuses that matter; no status at all says nothing."""
    words = {_NO_LETTER.sub("", status.casefold()) for status in registration.statuses}
    return frozenset(words & _WATCHED.keys()) if words else None


def _statuses(old: frozenset[str], new: frozenset[str]) -> Iterator[Told]:
    before, after = _list(old), _list(new)
    for code in dict.fromkeys(_WATCHED[status] for status in _WATCHED if status in new - old):
        yield Told(code=code, before=before, after=after)
    if new < old:
        yield Told(code="CHG05_CLEARED", before=before, after=after)


def _list(statuses: frozenset[str]) -> str:
    return ", ".join(sorted(statuses))


REGISTERED = Topic(
    field=ChangedField.REGISTRATION,
    read=registry_states,
    is_same=LookupState.__eq__,
    tell=_existence,
    written=str,
)
CREATED = Topic(
    field=ChangedField.REGISTRATION,
    read=of_registration(lambda registration: registration.created),
    is_same=registered.EXPIRY.is_same,
    tell=_created_again,
    written=date.isoformat,
)
REGISTRAR = Topic(
    field=ChangedField.REGISTRAR,
    read=of_registration(registered.REGISTRAR.read),
    is_same=_is_same_registrar,
    tell=_registrar,
    written=registered.REGISTRAR.shown,
    shown_other="CHG02_REGISTRAR_CHANGED",
)
EXPIRY = Topic(
    field=ChangedField.EXPIRY,
    read=of_registration(registered.EXPIRY.read),
    is_same=registered.EXPIRY.is_same,
    tell=_expiry,
    written=date.isoformat,
)
LOCK = Topic(
    field=ChangedField.LOCK,
    read=of_registration(registered.read_lock),
    is_same=str.__eq__,
    tell=_lock,
    written=str,
)
STATUS = Topic(
    field=ChangedField.STATUS,
    read=of_registration(_watched),
    is_same=frozenset.__eq__,
    tell=_statuses,
    written=_list,
)
