"""What we and checkdmarc say of the mail of one domain, in the same few words."""

from dataclasses import dataclass

import checkdmarc
import checkdmarc.dmarc
import checkdmarc.spf
import checkdmarc.utils
import dns.name
import dns.resolver

from probes.asking import Means
from probes.dns_lookup.listening import Listener
from probes.dns_lookup.mail_policy import ask_mail, ask_mail_hosts
from probes.interface import MailPolicy
from probes.published import mail_tags
from probes.transport.queries import NameServer
from tests.bench.mail.world import SERVER

ABSENT, SEVERAL, UNUSABLE = "absent", "several", "unusable"
_POLICIES = {"none", "quarantine", "reject"}


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What somebody says of a domain's mail."""

    mail: str
    """The hosts, or that there is none."""
    spf: str
    """What is said of everybody else (`-`, `~`, `?`, `+`), or what is wrong."""
    dmarc: str
    reports: str
    """Outside receivers of reports: `+` where they agree, `-` where not."""


async def ours(means: Means, domain: str) -> Opinion:
    """Ask as the numbered cases of mail do, selectors left out, and say what they say."""
    await means.resolver.delegation(domain)
    listener = Listener(means=means, server=NameServer(name="ns.hote.example", address=SERVER))
    hosts = await ask_mail_hosts(listener, domain)
    return of_policy(await ask_mail(listener, domain, hosts, any_text=True))


def of_policy(mail: MailPolicy) -> Opinion:
    """Say what the cases of mail say of a policy (probes/cases/mail.py)."""
    return Opinion(
        mail=_hosts(mail.mail_hosts or ()),
        spf=_spf(mail),
        dmarc=_dmarc(mail.dmarc or ()),
        reports=" ".join(
            f"{'+' if agrees else '-'}{name}" for name, agrees in sorted(mail.report_domains)
        ),
    )


def _hosts(hosts: tuple[str, ...]) -> str:
    if "." in hosts:
        return "no mail" if hosts == (".",) else "no mail beside hosts"
    return " ".join(hosts) or ABSENT


def _spf(mail: MailPolicy) -> str:
    policies = mail.spf or ()
    if len(policies) != 1:
        return SEVERAL if policies else ABSENT
    if mail_tags.spf_strangers(policies[0]):
        return UNUSABLE
    if mail.spf_lookups > mail_tags.MOST_LOOKUPS or mail.spf_unread:
        return UNUSABLE
    redirected = mail_tags.spf_redirects(policies[0])
    return "redirected" if redirected else mail_tags.spf_all(policies[0]) or "?"


def _dmarc(policies: tuple[str, ...]) -> str:
    if len(policies) != 1:
        return SEVERAL if policies else ABSENT
    asked = mail_tags.dmarc_tags(policies[0]).get("p", "").lower()
    return asked if asked in _POLICIES else UNUSABLE


def theirs(port: int, domain: str) -> Opinion:
    """Let checkdmarc look at a domain."""
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port, resolver.cache = [SERVER], port, None
    dmarc, reports = _their_dmarc(domain, resolver)
    return Opinion(
        mail=_their_mail(domain, resolver),
        spf=_their_spf(domain, resolver),
        dmarc=dmarc,
        reports=reports,
    )


def _their_mail(domain: str, resolver: dns.resolver.Resolver) -> str:
    found = checkdmarc.utils.get_mx_record_set(domain, resolver=resolver)
    if found["null_mx"]:
        return "no mail"
    if any("null MX" in warning for warning in found["warnings"]):
        return "no mail beside hosts"
    return " ".join(host["hostname"] for host in found["hosts"]) or ABSENT


def _their_spf(domain: str, resolver: dns.resolver.Resolver) -> str:
    try:
        policy = checkdmarc.spf.query_spf_record(domain, resolver=resolver)["record"]
    except (checkdmarc.spf.MultipleSPFRTXTRecords, checkdmarc.spf.SPFRecordNotFound) as error:
        return ABSENT if isinstance(error, checkdmarc.spf.SPFRecordNotFound) else SEVERAL
    try:
        found = checkdmarc.spf.parse_spf_record(policy, domain, resolver=resolver)
    except checkdmarc.spf.SPFError:  # of its own, or of a policy that it includes
        return UNUSABLE
    if found["parsed"].get("redirect"):
        return "redirected"
    sign = {"fail": "-", "softfail": "~", "neutral": "?", "pass": "+", None: "?"}
    return sign[found["parsed"].get("all")]


def _their_dmarc(domain: str, resolver: dns.resolver.Resolver) -> tuple[str, str]:
    try:
        found = checkdmarc.dmarc.get_dmarc_record(domain, resolver=resolver)
    except checkdmarc.dmarc.DMARCRecordNotFound:
        return ABSENT, ""
    except checkdmarc.dmarc.MultipleDMARCRecords:
        return SEVERAL, ""
    except checkdmarc.dmarc.DMARCError:
        return UNUSABLE, ""
    parsed = found["parsed"]
    told = parsed["warnings"]
    receivers = [uri["address"].rpartition("@")[2] for uri in _uris(parsed["tags"])]
    outside = sorted({name for name in receivers if not f".{name}".endswith(f".{domain}")})
    refused = {
        name
        for name in outside
        if any(warning.startswith(f"{name} does not indicate") for warning in told)
    }
    shown = " ".join(f"{'-' if name in refused else '+'}{name}" for name in outside)
    return str(parsed["tags"]["p"]["value"]), shown


def _uris(tags: dict[str, dict[str, object]]) -> list[dict[str, str]]:
    return tags["rua"]["value"] if "rua" in tags else []  # type: ignore[return-value]
