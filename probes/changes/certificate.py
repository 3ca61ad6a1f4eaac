"""The certificate that a site shows: renewed, of another authority or holder, accepted or not."""

from collections.abc import Iterator
from dataclasses import dataclass

from cryptography import x509
from cryptography.x509.oid import NameOID

from probes.changes.model import ChangedField, Channel, Said, Told, Topic
from probes.holder.names import is_same, read_name
from probes.interface import Certificate, Source, Survey
from probes.judge.certificate import NO_ROOTS_HERE, issuer_name
from probes.texts import plain

_ACCEPTED = "certificate_accepted"
_FAULTS = frozenset({"expired", "not_yet_valid", "wrong_name", "self_signed", "unknown_issuer"})


@dataclass(frozen=True, kw_only=True)
class _Shown:
    """A certificate, and whether browsers accept it as far as the machine that asked could tell."""

    certificate: Certificate
    standing: str
    """Accepted, or why not, as a value of the sentences; empty when it could not be told."""


def _read(survey: Survey) -> Iterator[Said[_Shown]]:
    for item in survey.observations:
        facts = item.facts
        if not isinstance(facts, Certificate):
            continue
        is_known = NO_ROOTS_HERE not in {note.code for note in item.messages}
        host = plain(facts.host)
        yield Said(
            channel=Channel(source=Source.TLS, who=host, speaker=f"site {host}"),
            observation=item,
            value=_Shown(certificate=facts, standing=_standing(facts) if is_known else ""),
        )


def _standing(certificate: Certificate) -> str:
    if certificate.trusted:
        return _ACCEPTED
    fault = certificate.fault if certificate.fault in _FAULTS else "not_accepted"
    return f"certificate_{fault}"


def _is_same(old: _Shown, new: _Shown) -> bool:
    return old.certificate.sha256 == new.certificate.sha256 and not _is_judged_otherwise(old, new)


def _is_judged_otherwise(old: _Shown, new: _Shown) -> bool:
    return bool(old.standing and new.standing) and old.standing != new.standing


def _tell(old: _Shown, new: _Shown) -> Iterator[Told]:
    if old.certificate.sha256 != new.certificate.sha256:
        yield _another(old.certificate, new.certificate)
    if _is_judged_otherwise(old, new):
        is_accepted = new.standing == _ACCEPTED
        code = "CHG10_ACCEPTED" if is_accepted else "CHG10_NOT_ACCEPTED"
        yield Told(code=code, before=old.standing, after=new.standing)


def _another(old: Certificate, new: Certificate) -> Told:
    """Tell the holder in it, else the authority, else the dates: most are plain renewals."""
    holders = _organization(old.subject), _organization(new.subject)
    if all(holders) and not is_same(read_name(holders[0]), read_name(holders[1])):
        return Told(code="CHG10_OTHER_HOLDER", before=holders[0], after=holders[1])
    authorities = issuer_name(old), issuer_name(new)
    if not is_same(read_name(authorities[0]), read_name(authorities[1])):
        return Told(code="CHG10_OTHER_AUTHORITY", before=authorities[0], after=authorities[1])
    return Told(
        code="CHG10_RENEWED",
        before=old.not_after.date().isoformat(),
        after=new.not_after.date().isoformat(),
    )


def _organization(subject: str) -> str:
    """Return for whom it was issued, where it says so; most name hosts only."""
    try:
        name = x509.Name.from_rfc4514_string(subject)
    except ValueError:
        return ""
    found = name.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return plain(str(found[0].value)) if found else ""


CERTIFICATE = Topic(
    field=ChangedField.CERTIFICATE,
    read=_read,
    is_same=_is_same,
    tell=_tell,
    written=lambda shown: issuer_name(shown.certificate),
)
