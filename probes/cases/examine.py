"""All cases on one survey, worst finding first."""

from probes.cases import (
    certificate,
    consistency,
    dangling,
    delegation,
    dnssec,
    mail,
    registration,
    upkeep,
    wildcard,
)
from probes.cases.data import tag
from probes.cases.finding import Finding, Look, lay_out
from probes.interface import Survey

LOOKS: dict[str, Look] = {
    "DEL01": delegation.parent_and_zone,
    "DEL02": delegation.servers_that_speak,
    "DEL03": delegation.glue,
    "DEL04": delegation.single_points,
    "CON01": consistency.serials,
    "CON02": consistency.name_servers,
    "CON03": consistency.mail_hosts,
    "REG01": registration.lock,
    "REG02": registration.expiry,
    "DAN01": dangling.aliases,
    "DAN02": dangling.name_servers,
    "DAN03": dangling.mail_hosts,
    "MAI01": mail.mail_hosts,
    "MAI02": mail.spf,
    "MAI03": mail.dmarc,
    "MAI04": mail.reports,
    "MAI05": mail.signing_keys,
    "CRT01": certificate.names,
    "CRT02": certificate.holder,
    "CRT03": certificate.chain,
    "CRT04": certificate.dates,
    "CRT05": certificate.renewal,
    "WLD01": wildcard.answers,
    "SEC01": dnssec.keys,
    "SEC02": dnssec.signatures,
    "MNT01": upkeep.versions,
    "MNT02": upkeep.last_change,
    "MNT03": upkeep.copyright_year,
    "MNT04": upkeep.forms,
    "MNT05": upkeep.resources,
    "MNT06": upkeep.ended_services,
}


def examine(survey: Survey) -> tuple[Finding, ...]:
    """Run every case; the worst finding comes first, then in the order of the cases."""
    seen = lay_out(survey)
    found = [item for look in LOOKS.values() for item in look(seen)]
    return tuple(sorted(found, key=lambda item: -tag(item.message.code).severity.rank))
