"""How pages call the codes of the domain, in the reader's language."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from probes.errors import MessageError
from probes.interface import LookupState, Message, Source, VerdictField
from probes.texts import render
from reversibility.evidence.queries import BasisLine
from reversibility.exits.words import Words
from reversibility.kernel.actor import Role
from reversibility.web.languages import current_language, lazy_gettext

_REGISTRATION = lazy_gettext("Données d’enregistrement")
_KINDS: Mapping[str, str] = {
    Source.RDAP: _REGISTRATION,
    Source.WHOIS: _REGISTRATION,
    Source.DNS: lazy_gettext("Serveurs de noms"),
    Source.TLS: lazy_gettext("Certificat du site"),
    Source.HTTP: lazy_gettext("Page du site"),
    Source.PAGE: lazy_gettext("Page d’accueil, extraits"),
}
ANSWERS: Mapping[str, str] = {
    LookupState.REGISTERED: lazy_gettext("réponse lue"),
    LookupState.AVAILABLE: lazy_gettext("nom non enregistré"),
    LookupState.RESERVED: lazy_gettext("nom réservé"),
    LookupState.THROTTLED: lazy_gettext("trop de demandes, à refaire plus tard"),
    LookupState.REFUSED: lazy_gettext("réponse refusée"),
    LookupState.UNREACHABLE: lazy_gettext("pas de réponse"),
    LookupState.UNPARSEABLE: lazy_gettext("réponse illisible"),
}


_OUTSIDE: Mapping[Role, str] = {
    Role.AUDITOR: lazy_gettext("Auditeur externe"),
    Role.PROVIDER_GUEST: lazy_gettext("Prestataire invité"),
}


def word(words: Mapping[str, str], code: str) -> str:
    """Return how a code is called."""
    return str(words[code])


def source_name(source: Source) -> str:
    """Say where an answer comes from: `Serveurs de noms (DNS)`."""
    return f"{_KINDS[source]} ({source.value.upper()})"


def words() -> Words:
    """Return the words that pages share with the exit plan, so that both say the same."""
    return Words(locale=current_language())


def source_names(bases: Iterable[BasisLine]) -> tuple[str, ...]:
    """Say where a result comes from: `Données d’enregistrement (RDAP, WHOIS)`."""
    kinds: dict[str, dict[str, None]] = {}
    for basis in bases:
        kinds.setdefault(str(_KINDS[basis.source]), {})[basis.source.value.upper()] = None
    return tuple(f"{kind} ({', '.join(sources)})" for kind, sources in kinds.items())


def field_label(field: VerdictField) -> str:
    """Return how a field with a verdict is called."""
    return words().field(field)


def role_text(role: Role) -> str:
    """Say as what somebody from outside looks."""
    return str(_OUTSIDE[role])


def note_about(field: str) -> str:
    """Return how the result a note is about is called; empty for the element as a whole."""
    known = {each.value: each for each in VerdictField}
    return field_label(known[field]) if field in known else ""


def said(message: Message) -> str:
    """Return a sentence of the probes; the code of one that a later version no longer says."""
    try:
        return render(message, current_language())
    except MessageError:
        return message.code


def host(server: str) -> str:
    """Return the host of a server as observations name it: `https://rdap.example/ [192.0.2.1]`."""
    address = server.partition(" [")[0]
    return (urlsplit(address).hostname or address) if "://" in address else address
