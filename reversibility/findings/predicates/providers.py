"""Providers and what was agreed with them: contracts, notice, contacts, and those who left."""

from collections.abc import Mapping
from datetime import timedelta

from reversibility.findings.answers import FINE, Answer, Fires, Predicate, Unknown, Values
from reversibility.findings.facts import Agreement, ProviderFacts, RegisterFacts

_AHEAD = timedelta(days=75)
_ENOUGH_CONTACTS = 2


def former_provider_still_gets_in(provider: ProviderFacts, register: RegisterFacts) -> Answer:
    """R-33: a provider that was archived still gets in.

    A contract whose term is over says less: it may have been renewed, and the register does not
    say. That is unknown, and never a reproach.
    """
    if not provider.open_accesses:
        return FINE if provider.is_archived or provider.agreements else None
    asset, access = provider.open_accesses[0]
    values: Values = {
        "asset": asset,
        "person": access.person,
        "count": len({name for name, _ in provider.open_accesses}),
    }
    if provider.is_archived:
        return Fires(values=values, grant_id=access.id)
    ends = [agreement.ends_on for agreement in provider.agreements]
    last = max((end for end in ends if end is not None), default=None)
    if last is not None and None not in ends and last < register.today:
        return Unknown(values={**values, "day": last}, grant_id=access.id)
    return FINE


def no_contract(provider: ProviderFacts, _register: RegisterFacts) -> Answer:
    """R-19: a provider runs something, and no contract with it is recorded."""
    if provider.is_archived or not provider.runs:
        return None
    if provider.agreements:
        return FINE
    return Fires(values={"assets": ", ".join(provider.runs), "count": len(provider.runs)})


def only_one_contact(provider: ProviderFacts, _register: RegisterFacts) -> Answer:
    """R-34: fewer than two people can be reached at a provider."""
    if provider.is_archived or not (provider.runs or provider.agreements):
        return None
    if len(provider.contacts) >= _ENOUGH_CONTACTS:
        return FINE
    if not provider.contacts:
        return Fires(fact="nobody")
    return Fires(values={"person": provider.contacts[0]})


def renewal_is_near(agreement: Agreement, register: RegisterFacts) -> Answer:
    """R-22: the last day to refuse another term comes within 75 days."""
    if agreement.ends_on is None or agreement.ends_on < register.today:
        return None
    if agreement.ends_by_itself:
        return FINE
    if agreement.missed_on is not None:
        return None
    if not agreement.has_notice or agreement.notice_day is None:
        return Unknown(values={"day": agreement.ends_on})
    left = agreement.notice_day - register.today
    if left > _AHEAD:
        return FINE
    values: Values = {"day": agreement.notice_day, "days": left.days}
    return Fires(values=values, due_on=agreement.notice_day)


def notice_day_is_past(agreement: Agreement, register: RegisterFacts) -> Answer:
    """R-23: the last day to refuse another term is over, and the term is not."""
    day, end = agreement.missed_on, agreement.ends_on
    if end is None or end < register.today or not agreement.has_notice:
        return None
    return Fires(values={"day": day, "end": end}) if day else FINE


PREDICATES: Mapping[str, Predicate] = {
    "R-19": no_contract,
    "R-22": renewal_is_near,
    "R-23": notice_day_is_past,
    "R-33": former_provider_still_gets_in,
    "R-34": only_one_contact,
}
