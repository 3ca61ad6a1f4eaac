"""Copies of one's own: whether there is one, whether it was ever tried, who has its key."""

from collections.abc import Mapping
from datetime import date, timedelta

from reversibility.findings.answers import FINE, Answer, Fires, Predicate, Unknown, Values
from reversibility.findings.facts import AssetFacts, ProviderFacts, RegisterFacts

_COPY, _ZONE, _TEST = timedelta(days=30), timedelta(days=90), timedelta(days=365)
_COPIES = ("own_copy_on", "last_export")
"""The attributes that say when the practice last took a copy; a kind has one of them."""


def no_copy_of_one_s_own(asset: AssetFacts, register: RegisterFacts) -> Answer:
    """R-15: the last copy in the practice's own hands is older than 30 days, or nobody knows."""
    asked = {attribute.id for attribute in asset.kind.attributes}
    name = next((each for each in _COPIES if each in asked), None)
    return _older(asset.day(name), register.today, _COPY) if name else None


def copy_was_never_tried(asset: AssetFacts, register: RegisterFacts) -> Answer:
    """R-16: nobody has restored anything from it for a year."""
    return _older(asset.day("last_restore_test"), register.today, _TEST)


def zone_has_no_copy(asset: AssetFacts, register: RegisterFacts) -> Answer:
    """R-04b: the practice has no export of the zone that is younger than 90 days."""
    return _older(asset.day("exported_on"), register.today, _ZONE)


def _older(day: date | None, today: date, allowed: timedelta) -> Answer:
    if day is None:
        return Unknown()
    age = today - day
    return FINE if age <= allowed else Fires(values={"day": day, "days": age.days})


def key_is_not_the_practice_s(asset: AssetFacts, register: RegisterFacts) -> Answer:
    """R-17: whoever holds the key of the encryption is a provider, or nobody knows."""
    holder = asset.text("key_holder")
    if not holder:
        return Unknown()
    for provider in register.providers:
        if _is_named(holder, provider):
            values: Values = {"holder": holder, "party": provider.party.name}
            return Fires(values=values, party_id=provider.party.id)
    return FINE


def _is_named(holder: str, provider: ProviderFacts) -> bool:
    names = (provider.party.name, *provider.contacts)
    return any(name.casefold() in holder.casefold() for name in names)


PREDICATES: Mapping[str, Predicate] = {
    "R-04b": zone_has_no_copy,
    "R-15": no_copy_of_one_s_own,
    "R-16": copy_was_never_tried,
    "R-17": key_is_not_the_practice_s,
}
