"""The grammar of SPF and DMARC, as far as the cases of mail need it (RFC 7208, RFC 7489)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

MOST_LOOKUPS = 10
"""RFC 7208 section 4.6.4: one more is an error for every receiver."""

_LOOKING_UP = {"include", "a", "mx", "ptr", "exists"}
_TERMS_READ = 100
# RFC 7208 section 12; what stands in a name is looked at by whoever resolves it.
_LENGTHS = r"(/\d{1,2})?(//\d{1,3})?"
_WORD = re.compile(
    rf"[+\-~?]?(all|(include|exists):\S+|(a|mx)(:[^\s/]\S*?)?{_LENGTHS}|ptr(:\S+)?"
    r"|ip4:(?P<four>[^/\s]+)(/\d{1,2})?|ip6:(?P<six>[^/\s]+)(/\d{1,3})?)"
    r"|[a-z][a-z0-9_.-]*=\S*",
    re.IGNORECASE,
)

Recogniser = Callable[[str], bool]


@dataclass(frozen=True, kw_only=True)
class Term:
    """A term of an SPF policy that makes a receiver ask the DNS."""

    name: str
    leads_to: str = ""
    """The name whose own policy is read next; empty when there is none, or a macro."""


def is_spf(text: str) -> bool:
    """Tell whether a text record is an SPF policy (RFC 7208 section 4.5)."""
    return text.lower() == "v=spf1" or text.lower().startswith("v=spf1 ")


def is_dmarc(text: str) -> bool:
    """Tell whether a text record is a DMARC policy (RFC 7489 section 6.6.3)."""
    return bool(re.match(r"v\s*=\s*DMARC1\s*(;|$)", text))


def spf_terms(policy: str) -> list[Term]:
    """Return the terms that cost a look-up, in order; `redirect` counts only without `all`."""
    terms, redirect = [], ""
    words = policy.split()[1 : _TERMS_READ + 1]
    for word in words:
        name, _, value = re.sub(r"^[+\-~?]", "", word.lower()).partition(":")
        bare = name.split("/")[0]
        if name.startswith("redirect="):
            redirect = name.partition("=")[2] + (f":{value}" if value else "")
        elif bare in _LOOKING_UP:
            leads_to = value if bare == "include" and "%" not in value else ""
            terms.append(Term(name=bare, leads_to=leads_to))
    if redirect and spf_all(policy) is None:
        terms.append(Term(name="redirect", leads_to="" if "%" in redirect else redirect))
    return terms


def spf_strangers(policy: str) -> tuple[str, ...]:
    """Return the words that are no terms: one of them voids the policy (RFC 7208 section 4.6)."""
    return tuple(word for word in policy.split()[1 : _TERMS_READ + 1] if not _is_term(word))


def _is_term(word: str) -> bool:
    read = _WORD.fullmatch(word)
    if read is None:
        return False
    try:
        _addresses(read["four"], read["six"])
    except ValueError:
        return False
    return True


def _addresses(four: str | None, six: str | None) -> tuple[object, ...]:
    """Read the addresses of a term; raises ValueError where one is none."""
    return (four and IPv4Address(four), six and IPv6Address(six))


def spf_all(policy: str) -> str | None:
    """Return the sign before `all` (`+`, `-`, `~`, `?`); None when nothing is said of the rest."""
    for word in policy.lower().split()[1 : _TERMS_READ + 1]:
        if word.lstrip("+-~?") == "all":
            return word[0] if word[0] in "+-~?" else "+"
    return None


def spf_redirects(policy: str) -> bool:
    """Tell whether another domain's policy stands for this one."""
    return any(term.name == "redirect" for term in spf_terms(policy))


def dmarc_tags(policy: str) -> dict[str, str]:
    """Return the tags of a DMARC policy, names in lower case."""
    pairs = (part.partition("=") for part in policy.split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs if name.strip()}


def report_addresses(policy: str) -> tuple[str, ...]:
    """Return where the summary reports go, as written, a size limit left out."""
    listed = dmarc_tags(policy).get("rua", "").split(",")
    return tuple(address.strip().partition("!")[0] for address in listed if address.strip())
