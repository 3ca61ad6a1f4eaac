"""What a zone says of mail sent in its name: who may send it (SPF), what of forged mail (DMARC).

Compared is what a policy says, not how it is spelt; the order of SPF terms counts, that of DMARC
tags does not.
"""

from collections.abc import Callable, Iterator
from functools import partial

from probes.changes.channels import zone_channel
from probes.changes.model import ChangedField, Said, Told, Topic
from probes.interface import MailPolicy, Survey, ZoneRecords
from probes.judge.zone import asked_of_dns
from probes.published.mail_tags import dmarc_tags
from probes.texts import plain

Policies = tuple[str, ...]

_LONGEST_WRITTEN = 300
_STRENGTH = {"none": 0, "quarantine": 1, "reject": 2}


def _policies(
    of: Callable[[MailPolicy], Policies | None], survey: Survey
) -> Iterator[Said[Policies]]:
    """Read what is published; what could not be learnt says nothing."""
    for item in asked_of_dns(survey):
        facts = item.facts
        if isinstance(facts, ZoneRecords) and (said := of(facts.mail)) is not None:
            yield Said(channel=zone_channel(facts.zone), observation=item, value=said)


def _is_same_spf(one: Policies, other: Policies) -> bool:
    return sorted(map(_spf_terms, one)) == sorted(map(_spf_terms, other))


def _spf_terms(policy: str) -> list[str]:
    return policy.lower().split()


def _is_same_dmarc(one: Policies, other: Policies) -> bool:
    return sorted(map(_dmarc_tags, one)) == sorted(map(_dmarc_tags, other))


def _dmarc_tags(policy: str) -> list[tuple[str, str]]:
    return sorted((name, value.lower()) for name, value in dmarc_tags(policy).items())


def _spf(old: Policies, new: Policies) -> Iterator[Told]:
    codes = {(True, False): "CHG12_SPF_GONE", (False, True): "CHG12_SPF_APPEARED"}
    code = codes.get((bool(old), bool(new)), "CHG12_SPF_CHANGED")
    yield Told(code=code, before=_written(old), after=_written(new))


def _dmarc(old: Policies, new: Policies) -> Iterator[Told]:
    codes = {(True, False): "CHG12_DMARC_GONE", (False, True): "CHG12_DMARC_APPEARED"}
    changed = "CHG12_DMARC_WEAKER" if _strength(new) < _strength(old) else "CHG12_DMARC_CHANGED"
    code = codes.get((bool(old), bool(new)), changed)
    yield Told(code=code, before=_written(old), after=_written(new))


def _strength(policies: Policies) -> int:
    """Return how much is asked of receivers; of several policies they apply none (RFC 7489)."""
    if len(policies) != 1:
        return 0
    return _STRENGTH.get(dmarc_tags(policies[0]).get("p", "").lower(), 0)


def _written(policies: Policies) -> str:
    text = " / ".join(plain(policy) for policy in policies)
    return text if len(text) <= _LONGEST_WRITTEN else f"{text[: _LONGEST_WRITTEN - 1]}…"


SPF = Topic(
    field=ChangedField.MAIL_HOST,
    read=partial(_policies, lambda mail: mail.spf),
    is_same=_is_same_spf,
    tell=_spf,
    written=_written,
)
DMARC = Topic(
    field=ChangedField.MAIL_HOST,
    read=partial(_policies, lambda mail: mail.dmarc),
    is_same=_is_same_dmarc,
    tell=_dmarc,
    written=_written,
)
