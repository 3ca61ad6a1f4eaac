"""What the register and the certificate say: the name itself, its locks, its days, its issuer."""

import re
from collections.abc import Iterator

from probes.discovery.inferring.seen import Seen, inferred
from probes.discovery.model import Hit, TraceSource
from probes.interface import Contact, Message, Privacy, Registration, message

_SOON_DAYS = 45
_HOLD = frozenset({"clienthold", "serverhold"})
_LAPSING = frozenset({"redemption", "redemptionperiod", "pendingdelete"})
_LOCKS = frozenset({"clienttransferprohibited", "servertransferprohibited"})
_PART_OF_NAME = re.compile(r"(?:^|,)(O|CN)=((?:\\.|[^,\\])+)")


def rdap_name(seen: Seen, _hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Propose the name itself, at the registrar that is published."""
    registration = seen.registration
    if registration is None:
        # No register answered, or none that we can read; a name that is delegated exists.
        for item in [*seen.of_source(TraceSource.NS)][:1]:
            yield inferred("rdap_name", place=item.place, text=item.text)
        return
    expires = registration.expires
    days = f", {expires.isoformat()}" if expires else ""
    yield inferred(
        "rdap_name",
        place=_place(seen),
        text=f"{_registrar(seen) or seen.target.registry.id}{days}",
        provider=_registrar(seen),
        held_by=_holder(seen),
        expires_on=expires,
    )


def rdap_lock(seen: Seen, _hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Ask who lifts the lock that is on most names."""
    yield from _with_status(seen, "rdap_lock", _LOCKS)


def rdap_hold(seen: Seen, _hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Ask who can act on a suspended name."""
    yield from _with_status(seen, "rdap_hold", _HOLD)


def rdap_redemption(seen: Seen, _hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Ask who can restore a name that will soon be anybody's."""
    yield from _with_status(seen, "rdap_redemption", _LAPSING)


def rdap_expiry(seen: Seen, _hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Ask who renews a name that expires soon, while it can still simply be renewed."""
    expires = seen.registration.expires if seen.registration else None
    if expires is None or _statuses(seen) & _LAPSING:
        return
    if (expires - seen.today).days <= _SOON_DAYS:
        yield inferred(
            "rdap_expiry",
            place=_place(seen),
            text=expires.isoformat(),
            provider=_registrar(seen),
            held_by=_holder(seen),
        )


def ct_issuer(seen: Seen, _hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Propose the certificate, by who issued it."""
    shown = seen.certificate
    if shown is None:
        return
    parts = dict(_PART_OF_NAME.findall(shown.issuer))
    issuer = re.sub(r"\\(.)", r"\1", parts.get("O") or parts.get("CN") or "")
    ends = shown.not_after.date()
    text = f"{issuer}, {ends.isoformat()}"
    place = f"TLS {shown.host}"
    yield inferred("ct_issuer", place=place, text=text, provider=issuer, expires_on=ends)


def _with_status(seen: Seen, rule: str, wanted: frozenset[str]) -> Iterator[Hit]:
    shown = sorted(_statuses(seen) & wanted)
    if shown:
        yield inferred(
            rule,
            place=_place(seen),
            text=", ".join(shown),
            provider=_registrar(seen),
            held_by=_holder(seen),
        )


def _statuses(seen: Seen) -> frozenset[str]:
    told = (status for item in seen.registrations for status in item.statuses)
    return frozenset(re.sub(r"[^a-z]", "", status.lower()) for status in told)


def _place(seen: Seen) -> str:
    return f"{seen.target.registry.id} {seen.target.name.registered_name}"


def _registrar(seen: Seen) -> str:
    return next((item.registrar for item in seen.registrations if item.registrar), "")


def _holder(seen: Seen) -> Message:
    registrants = [item.registrant for item in seen.registrations if item.registrant]
    for contact in registrants:
        name = _named(contact)
        if name and not any(_hides(item) for item in seen.registrations):
            return message("DIS03_HELD_PUBLISHED", name=name)
    return message("DIS03_HELD_HIDDEN")


def _named(contact: Contact) -> str:
    return contact.organization or contact.name or ""


def _hides(registration: Registration) -> bool:
    return registration.privacy in (Privacy.PROXY, Privacy.REDACTED)
