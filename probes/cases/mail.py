"""MAI: where mail goes, who may send in this name, and who hears of what was refused."""

from collections.abc import Iterator

from probes.cases.finding import Finding, Seen
from probes.interface import MailPolicy, ZoneRecords
from probes.published import mail_tags

_WATCHES = "none"
_TERMS_SHOWN = 3
_POLICIES = {"none", "quarantine", "reject"}


def mail_hosts(seen: Seen) -> Iterator[Finding]:
    """MAI01: the domain says where its mail goes, or that it takes none."""
    hosts = _mail(seen).mail_hosts
    if hosts is None:
        return
    if not hosts:
        yield _says(seen, "MAI01_ABSENT")
    elif hosts == (".",):
        yield _says(seen, "MAI01_NO_MAIL_WANTED")
    elif "." in hosts:
        yield _says(seen, "MAI01_NULL_BESIDE_OTHERS")


def spf(seen: Seen) -> Iterator[Finding]:
    """MAI02: one SPF policy, that receivers can follow and that excludes somebody."""
    mail = _mail(seen)
    if mail.spf is None:
        return
    if not mail.spf:
        yield _says(seen, "MAI02_ABSENT")
    elif len(mail.spf) > 1:
        yield _says(seen, "MAI02_SEVERAL", count=str(len(mail.spf)))
    else:
        yield from _one_policy(seen, mail, mail.spf[0])


def _one_policy(seen: Seen, mail: MailPolicy, policy: str) -> Iterator[Finding]:
    strangers = mail_tags.spf_strangers(policy)
    if strangers:
        yield _says(seen, "MAI02_UNREADABLE", terms=", ".join(strangers[:_TERMS_SHOWN]))
    elif mail.spf_lookups > mail_tags.MOST_LOOKUPS:
        yield _says(seen, "MAI02_TOO_MANY_LOOKUPS", limit=str(mail_tags.MOST_LOOKUPS))
    elif mail.spf_unread:
        yield _says(seen, "MAI02_INCLUDES_NOTHING", names=", ".join(mail.spf_unread))
    rest = mail_tags.spf_all(policy)
    if rest == "+":
        yield _says(seen, "MAI02_EVERYBODY")
    elif rest == "?" or (rest is None and not mail_tags.spf_redirects(policy)):
        yield _says(seen, "MAI02_EXCLUDES_NOBODY")


def dmarc(seen: Seen) -> Iterator[Finding]:
    """MAI03: one DMARC policy, that asks for something to be done."""
    policies = _mail(seen).dmarc
    if policies is None:
        return
    if not policies:
        yield _says(seen, "MAI03_ABSENT")
    elif len(policies) > 1:
        yield _says(seen, "MAI03_SEVERAL", count=str(len(policies)))
    else:
        asked = mail_tags.dmarc_tags(policies[0]).get("p", "").lower()
        if asked not in _POLICIES:
            yield _says(seen, "MAI03_UNREADABLE")
        elif asked == _WATCHES:
            yield _says(seen, "MAI03_ONLY_WATCHES")


def reports(seen: Seen) -> Iterator[Finding]:
    """MAI04: who receives the DMARC reports, and whether they accept them."""
    mail = _mail(seen)
    if mail.dmarc is None or len(mail.dmarc) != 1:
        return
    if not mail_tags.report_addresses(mail.dmarc[0]):
        yield _says(seen, "MAI04_NOBODY")
        return
    for code, wanted in (("MAI04_OUTSIDE", (True, None)), ("MAI04_NOT_ACCEPTED", (False,))):
        names = [name for name, accepts in mail.report_domains if accepts in wanted]
        if names:
            yield _says(seen, code, receivers=", ".join(names))


def signing_keys(seen: Seen) -> Iterator[Finding]:
    """MAI05: a key to sign mail with is published under one of the names in common use."""
    mail = _mail(seen)
    takes_mail = bool(mail.mail_hosts) and mail.mail_hosts != (".",)
    if takes_mail and mail.selectors == ():
        yield _says(seen, "MAI05_NONE_FOUND")


def _mail(seen: Seen) -> MailPolicy:
    return seen.records.mail if seen.records else MailPolicy()


def _says(seen: Seen, code: str, **params: str) -> Finding:
    name = seen.records.name if seen.records else ""
    return seen.finding(code, ZoneRecords, name=name, **params)
