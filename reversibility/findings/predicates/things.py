"""What single kinds of asset tell: name servers, payments, rights, licences, forms, hosting."""

from collections.abc import Mapping

from probes.interface import VerdictField
from reversibility.findings.answers import FINE, Answer, Fires, Predicate, Unknown, Values
from reversibility.findings.facts import AssetFacts, RegisterFacts

_HEALTH = {"doctor", "dentist", "paramedical"}
_ELSEWHERE = {"vendor", "provider"}
_UNSAID = {"", "unknown"}


def name_servers_are_a_provider_s(asset: AssetFacts, register: RegisterFacts) -> Answer:
    """R-05: the name servers stand under the domain of one of the providers."""
    hosts = _name_servers(asset)
    if not hosts:
        return Unknown()
    for host in hosts:
        provider = register.provider_of_domain(host)
        if provider is not None:
            values: Values = {"server": host, "party": provider.party.name}
            return Fires(values=values, party_id=provider.party.id)
    return FINE


def _name_servers(asset: AssetFacts) -> list[str]:
    seen = asset.results.get(VerdictField.NAME_SERVERS)
    if seen is not None and seen.observed:
        return [
            host.strip() for host in seen.observed.replace("\n", ",").split(",") if host.strip()
        ]
    declared = asset.attributes.get("name_servers")
    return [str(host) for host in declared] if isinstance(declared, list | tuple) else []


def payouts_go_elsewhere(asset: AssetFacts, _register: RegisterFacts) -> Answer:
    """R-30: payments received are paid out to an account that is not declared as one's own."""
    account = asset.text("payout_account")
    if account in _UNSAID:
        return Unknown()
    return FINE if account == "practice" else Fires(fact=account)


def rights_are_not_assigned(asset: AssetFacts, _register: RegisterFacts) -> Answer:
    """R-21: there is no written assignment of the author's rights."""
    assigned = asset.says("rights_assigned")
    if assigned is None:
        return Unknown()
    return FINE if assigned else Fires()


def licence_is_a_provider_s(asset: AssetFacts, register: RegisterFacts) -> Answer:
    """R-31: the licence of the software is in somebody else's name."""
    holder = asset.text("licence_holder")
    if holder in _UNSAID:
        return Unknown()
    if holder == "provider":
        return Fires(fact="provider")
    for provider in register.providers:
        if provider.party.name.casefold() in holder.casefold():
            return Fires(values={"party": provider.party.name}, party_id=provider.party.id)
    return FINE


def forms_pass_elsewhere(asset: AssetFacts, register: RegisterFacts) -> Answer:
    """R-36: what visitors write on the site arrives under a domain that is not the practice's."""
    address = asset.text("form_recipient")
    if not address:
        return Unknown()
    if register.is_own_domain(address.rpartition("@")[2]):
        return FINE
    provider = register.provider_of_domain(address.rpartition("@")[2])
    values: Values = {"address": address}
    return Fires(values=values, party_id=provider.party.id if provider else None)


def health_data_host_is_unproved(asset: AssetFacts, register: RegisterFacts) -> Answer:
    """R-18: a third party keeps health data, and no certificate that is still valid is on file."""
    if asset.text("profession") not in _HEALTH:
        return None
    place = asset.text("data_place")
    if place in _UNSAID:
        return Unknown(fact="place")
    if place not in _ELSEWHERE:
        return FINE
    end = asset.day("host_certificate_end")
    if end is None:
        return Unknown()
    return FINE if end >= register.today else Fires(values={"day": end})


PREDICATES: Mapping[str, Predicate] = {
    "R-05": name_servers_are_a_provider_s,
    "R-18": health_data_host_is_unproved,
    "R-21": rights_are_not_assigned,
    "R-30": payouts_go_elsewhere,
    "R-31": licence_is_a_provider_s,
    "R-36": forms_pass_elsewhere,
}
