"""What runs out: names and services that expire, declarations that nobody has looked at again."""

from collections.abc import Mapping
from datetime import timedelta

from reversibility.findings.answers import FINE, Answer, Fires, Predicate, Unknown, Values
from reversibility.findings.facts import AssetFacts, RegisterFacts
from reversibility.recovery.models import Severity

_SOON, _NEAR = timedelta(days=30), timedelta(days=60)
"""Within 30 days no transfer that is refused can be tried again; 60 days is the first hour's."""
_BEFORE_END, _AFTER_END = timedelta(days=30), timedelta(days=60)
"""Around the end of a contract nobody feels in charge of a renewal."""
_REVIEW = timedelta(days=180)
_AUTOMATIC = {"hosting", "server"}
"""A certificate that renews itself is always near its end: that is how it works."""


def it_expires(asset: AssetFacts, register: RegisterFacts) -> Answer:
    """R-06: it expires within 60 days, or around the end of the contract that covers it."""
    if asset.is_a("tls_cert") and asset.text("renewal") in _AUTOMATIC:
        return None
    end = asset.expires_on
    if end is None:
        return Unknown()
    left = end - register.today
    values: Values = {"day": end, "days": abs(left.days)}
    if left < timedelta(0):
        return Fires(fact="expired", values=values, severity=Severity.CRITICAL, due_on=end)
    if left <= _SOON:
        return Fires(fact="soon", values=values, severity=Severity.CRITICAL, due_on=end)
    if left <= _NEAR:
        return Fires(fact="soon", values=values, due_on=end)
    for agreement in asset.agreements:
        over = agreement.ends_on
        if over and over - _BEFORE_END <= end <= over + _AFTER_END:
            told: Values = {**values, "contract": agreement.title, "over": over}
            provider = agreement.provider.id
            return Fires(fact="around_contract", values=told, due_on=end, party_id=provider)
    return FINE


def nobody_looked_again(asset: AssetFacts, register: RegisterFacts) -> Answer:
    """R-35: what is declared of it is older than half a year."""
    if register.today - asset.declared_on <= _REVIEW:
        return FINE
    days = (register.today - asset.declared_on).days
    return Fires(values={"day": asset.declared_on, "days": days})


def certificate_is_renewed_by_hand(asset: AssetFacts, _register: RegisterFacts) -> Answer:
    """R-32: somebody has to remember the certificate."""
    renewal = asset.text("renewal")
    if renewal in {"", "unknown"}:
        return Unknown()
    return Fires() if renewal == "manual" else FINE


PREDICATES: Mapping[str, Predicate] = {
    "R-06": it_expires,
    "R-32": certificate_is_renewed_by_hand,
    "R-35": nobody_looked_again,
}
