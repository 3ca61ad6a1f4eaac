"""What no pattern tells and the sources say all the same; each rule is in the catalogue."""

from collections.abc import Callable, Iterable, Mapping

from probes.discovery.inferring import pages, records, registration
from probes.discovery.inferring.seen import Seen
from probes.discovery.model import Hit

Rule = Callable[[Seen, tuple[Hit, ...]], Iterable[Hit]]

RULES: Mapping[str, Rule] = {
    "rdap_name": registration.rdap_name,
    "rdap_lock": registration.rdap_lock,
    "rdap_hold": registration.rdap_hold,
    "rdap_redemption": registration.rdap_redemption,
    "rdap_expiry": registration.rdap_expiry,
    "ct_issuer": registration.ct_issuer,
    "ns_agency": records.ns_agency,
    "ns_own": records.ns_own,
    "mx_other": records.mx_other,
    "mx_self": records.mx_self,
    "host_other": records.host_other,
    "host_unknown": records.host_unknown,
    "spf_ip": records.spf_ip,
    "dmarc_reports": records.dmarc_reports,
    "g_credit": pages.g_credit,
    "g_mentions": pages.g_mentions,
    "s_clientportal": pages.s_clientportal,
    "a_link": pages.a_link,
}


def infer(seen: Seen, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Apply every rule to what was seen and to the traces found in it."""
    return tuple(hit for rule in RULES.values() for hit in rule(seen, hits))
