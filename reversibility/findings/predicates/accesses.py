"""Who gets in: administrators, second factor, the way back in, and who should be in no more."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from uuid import UUID

from reversibility.access.models import SecondFactor
from reversibility.catalogues.models import NormalFor
from reversibility.findings.answers import FINE, Answer, Fires, Predicate, Unknown, Values
from reversibility.findings.facts import Access, AssetFacts, RegisterFacts, is_under
from reversibility.register.models import PartyKind

_HELD_BY_SOMEBODY = {SecondFactor.APP, SecondFactor.SMS, SecondFactor.KEY}


def provider_administers_alone(asset: AssetFacts, _register: RegisterFacts) -> Answer:
    """R-01: nobody of the practice administers it, while somebody else does."""
    if asset.own_administrators:
        return FINE
    if not asset.administrators:
        return Unknown()
    first = asset.administrators[0]
    return Fires(
        values={"people": _people(asset.administrators)},
        party_id=first.party.id,
    )


def only_one_administrator(asset: AssetFacts, _register: RegisterFacts) -> Answer:
    """R-12: exactly one person of the practice administers it."""
    names = list(dict.fromkeys(access.person for access in asset.own_administrators))
    if not names:
        return None
    return FINE if len(names) > 1 else Fires(values={"person": names[0]})


def no_second_factor(asset: AssetFacts, _register: RegisterFacts) -> Answer:
    """R-08: an administrator signs in without a second factor."""
    if not asset.administrators:
        return None
    without = [each for each in asset.administrators if each.second_factor is SecondFactor.NONE]
    if without:
        return Fires(
            values={"people": _people(without)}, party_id=_other(without), grant_id=without[0].id
        )
    open_ = [each for each in asset.administrators if each.second_factor is SecondFactor.UNKNOWN]
    if open_:
        return Unknown(
            values={"people": _people(open_)}, party_id=_other(open_), grant_id=open_[0].id
        )
    return FINE


def second_factor_is_elsewhere(asset: AssetFacts, _register: RegisterFacts) -> Answer:
    """R-09: the device of a practice administrator's second factor belongs to somebody else."""
    asked = [each for each in asset.own_administrators if each.second_factor in _HELD_BY_SOMEBODY]
    if not asked:
        return None
    for access in asked:
        if access.factor_kind not in {None, PartyKind.PRACTICE}:
            values: Values = {"person": access.person, "device_of": access.factor_holder}
            return Fires(values=values, grant_id=access.id)
    unsaid = [access for access in asked if access.factor_kind is None]
    return _unsaid(unsaid)


def recovery_address_is_another_s(asset: AssetFacts, register: RegisterFacts) -> Answer:
    """R-10: the way back in of a practice administrator goes to a provider, or to one person."""
    if not asset.own_administrators:
        return None
    for access in asset.own_administrators:
        address = access.recovery_address
        values: Values = {"person": access.person, "address": address}
        provider = register.provider_of_domain(_host(address))
        if provider is not None:
            whole: Values = {**values, "party": provider.party.name}
            party_id = provider.party.id
            return Fires(fact="provider", values=whole, party_id=party_id, grant_id=access.id)
        if _is_private(address):
            return Fires(fact="private", values=values, grant_id=access.id)
    unsaid = [access for access in asset.own_administrators if not access.recovery_address]
    return _unsaid(unsaid)


def recovery_address_falls_with_it(asset: AssetFacts, _register: RegisterFacts) -> Answer:
    """R-11: the way back in stands on the very domain that it should bring back."""
    domain = asset.text("domain") or asset.text("zone")
    known = [each for each in asset.own_administrators if each.recovery_address]
    if not domain or not known:
        return None
    for access in known:
        if is_under(_host(access.recovery_address), domain):
            values: Values = {"person": access.person, "address": access.recovery_address}
            return Fires(values={**values, "domain": domain}, grant_id=access.id)
    return FINE


def somebody_who_left_gets_in(asset: AssetFacts, _register: RegisterFacts) -> Answer:
    """R-13: an access in force belongs to somebody of the practice who is in the archives."""
    own = [access for access in asset.accesses if access.is_own]
    if not own:
        return None
    gone = [access for access in own if access.has_left]
    if not gone:
        return FINE
    return Fires(values={"people": _people(gone)}, grant_id=gone[0].id)


def role_is_too_high(asset: AssetFacts, _register: RegisterFacts) -> Answer:
    """R-38: somebody outside has the highest role, which is normally the practice's."""
    others = [access for access in asset.accesses if not access.is_own]
    if not others or not asset.own_administrators:
        return None  # without an administrator of one's own, that comes first
    high = [
        (access, access.role)
        for access in others
        if access.role and access.administers and access.role.normal_for is NormalFor.PRACTICE
    ]
    if not high:
        return FINE
    access, role = high[0]
    values: Values = {"people": _people(access for access, _role in high), "role": role.name}
    return Fires(values=values, party_id=access.party.id)


def access_outlives_its_end(asset: AssetFacts, register: RegisterFacts) -> Answer:
    """R-42: an access is still in force after the last day that was set for it."""
    dated = [access for access in asset.accesses if access.ends_on is not None]
    if not dated:
        return None
    over = [each for each in dated if each.ends_on and each.ends_on < register.today]
    if not over:
        return FINE
    day = min(each.ends_on for each in over if each.ends_on)
    values: Values = {"people": _people(over), "day": day}
    return Fires(values=values, party_id=_other(over), grant_id=over[0].id)


def _unsaid(accesses: Sequence[Access]) -> Answer:
    if not accesses:
        return FINE
    return Unknown(values={"people": _people(accesses)}, grant_id=accesses[0].id)


def _people(accesses: Iterable[Access]) -> str:
    named = (
        # Somebody of a firm of whom only the firm is known is called as it is.
        each.person
        if each.is_own or each.person == each.party.name
        else f"{each.person} ({each.party.name})"
        for each in accesses
    )
    return ", ".join(dict.fromkeys(named))


def _other(accesses: Iterable[Access]) -> UUID | None:
    return next((each.party.id for each in accesses if not each.is_own), None)


def _host(address: str) -> str:
    return address.rpartition("@")[2]


def _is_private(address: str) -> bool:
    name, _, host = address.casefold().rpartition("@")
    known = _mailboxes()
    return host in known["services"] and name.partition("+")[0] not in known["tasks"]


@cache
def _mailboxes() -> Mapping[str, frozenset[str]]:
    data = files("reversibility.findings").joinpath("data", "mail_services.toml")
    return {
        name: frozenset(listed)
        for name, listed in tomllib.loads(data.read_text(encoding="utf-8")).items()
    }


PREDICATES: Mapping[str, Predicate] = {
    "R-01": provider_administers_alone,
    "R-08": no_second_factor,
    "R-09": second_factor_is_elsewhere,
    "R-10": recovery_address_is_another_s,
    "R-11": recovery_address_falls_with_it,
    "R-12": only_one_administrator,
    "R-13": somebody_who_left_gets_in,
    "R-38": role_is_too_high,
    "R-42": access_outlives_its_end,
}
