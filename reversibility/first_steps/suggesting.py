"""From a trace to a draft of the register: what a trace says of the asset that it shows. Pure."""

from typing import Any

from reversibility.catalogues.models import AssetKind, Attribute, AttributeType
from reversibility.evidence.discovering import ProposalLine
from reversibility.kernel.dates import Locale
from reversibility.register.queries import AssetSheet

_NAMES = frozenset({AttributeType.DOMAIN, AttributeType.HOST})
_OTHER, _DOMAINS = "other", "domain"
_ENDS = "expires_on"


def suggested_name(kind: AssetKind, line: ProposalLine, domain: str, locale: Locale) -> str:
    """Return how the asset of a trace may be called: by the domain where it stands for one.

    What hangs on a domain is called by its kind too, or a zone and a mail service had one name.
    """
    if any(attribute.required and attribute.type in _NAMES for attribute in kind.attributes):
        return domain if kind.family == _DOMAINS else f"{kind.short.in_(locale)}, {domain}"
    return " ".join(filter(None, (line.provider, line.identifier))) or domain


def suggested_attributes(kind: AssetKind, line: ProposalLine, domain: str) -> dict[str, Any]:
    """Return what a trace tells of what its kind needs, and until when; the rest is asked later."""
    found = {
        attribute.id: _suggested(attribute, line, domain)
        for attribute in kind.attributes
        if attribute.required or attribute.id == "registrar"
    }
    if line.expires_on is not None and any(each.id == _ENDS for each in kind.attributes):
        found[_ENDS] = line.expires_on.isoformat()
    return {name: value for name, value in found.items() if value}


def is_declared(line: ProposalLine, name: str, asset: AssetSheet) -> bool:
    """Say whether an element is the one that a trace suggests: by its number, or by the name."""
    if line.entered_as == asset.id:
        return True
    if asset.kind != line.kind:
        return False
    values = {str(value) for value in asset.attributes.values()}
    if not line.identifier and asset.attributes.get("domain", name) != name:
        return False  # the same provider, for another name
    told = {line.identifier} if line.identifier else {name, line.provider} - {""}
    return not told.isdisjoint(values)


def trace_key(line: ProposalLine) -> str:
    """Return what a trace is recognised by when the same name is looked at again."""
    return f"{line.kind}|{line.provider}|{line.identifier}"


def _suggested(attribute: Attribute, line: ProposalLine, domain: str) -> str:
    if attribute.type in _NAMES:
        return domain
    if attribute.type is AttributeType.URL:
        return _address(line.identifier, domain)
    if attribute.type is AttributeType.CHOICE:
        return _option(attribute, line.provider)
    is_registrar = attribute.id == "registrar"
    return line.provider if is_registrar else line.identifier or line.provider or domain


def _address(identifier: str, domain: str) -> str:
    if identifier.startswith(("http://", "https://")):
        return identifier
    return f"https://{identifier if '.' in identifier else domain}"


def _option(attribute: Attribute, provider: str) -> str:
    wanted = provider.casefold()
    for option in attribute.choices:
        if wanted and wanted in f"{option.label.fr} {option.label.en}".casefold():
            return option.id
    return _OTHER if any(option.id == _OTHER for option in attribute.choices) else ""
