"""Check what is declared of an asset against what its kind asks for. Pure."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from urllib.parse import urlsplit

from reversibility.catalogues.models import AssetKind, Attribute, AttributeType
from reversibility.kernel.dates import is_plausible
from reversibility.kernel.text import has_hidden, is_email

_LONGEST = 400
# The last label is never a number: that would be an address, not a name (RFC 3696, section 2).
_HOST = re.compile(r"(?!.*\.\d+\.?$)(?=.{1,253}\.?$)[^\s.@/:]{1,63}(?:\.[^\s.@/:]{1,63})+\.?")


def is_host(text: str) -> bool:
    """Say whether a text looks like a name of the network; only asking would prove it."""
    return _HOST.fullmatch(text) is not None and not has_hidden(text)


def attribute_faults(kind: AssetKind, attributes: Mapping[str, object]) -> dict[str, str]:
    """Return what does not fit the kind: attribute -> code of `http/texts.toml`."""
    known = {attribute.id: attribute for attribute in kind.attributes}
    faults = {
        name: f"attribute_unknown:{', '.join(sorted(known))}"
        for name in attributes
        if name not in known
    }
    for name, attribute in known.items():
        code = _fault(attribute, attributes.get(name))
        if code:
            faults[name] = code
    return faults


def _fault(attribute: Attribute, value: object) -> str:
    if value is None or value in ("", []):
        return "required" if attribute.required else ""
    if attribute.type is AttributeType.CHOICE:
        options = [option.id for option in attribute.choices]
        return "" if value in options else f"one_of:{', '.join(options)}"
    return _CHECKS[attribute.type](value)


def _text(value: object) -> str:
    if not isinstance(value, str):
        return "wrong_type"
    if has_hidden(value):
        return "control_character"
    return f"too_long:{_LONGEST}" if len(value) > _LONGEST else ""


def _looks(like: Callable[[str], object], code: str) -> Callable[[object], str]:
    def check(value: object) -> str:
        fits = isinstance(value, str) and like(value) and not has_hidden(value)
        return "" if fits else code

    return check


def _date(value: object) -> str:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return "date"
    return "" if is_plausible(day) else "year"


def _hosts(value: object) -> str:
    if not isinstance(value, list):
        return "wrong_type"
    return next((fault for fault in map(_looks(_HOST.fullmatch, "domain"), value) if fault), "")


def _url(value: object) -> str:
    parts = urlsplit(value) if isinstance(value, str) and len(value) <= _LONGEST else None
    return "" if parts and parts.scheme in {"http", "https"} and parts.hostname else "url"


def _number(value: object) -> str:
    return "" if isinstance(value, int | float) and not isinstance(value, bool) else "number"


def _yes_no(value: object) -> str:
    return "" if isinstance(value, bool) else "yes_no"


_CHECKS: Mapping[AttributeType, Callable[[object], str]] = {
    AttributeType.TEXT: _text,
    AttributeType.DATE: _date,
    AttributeType.DOMAIN: _looks(_HOST.fullmatch, "domain"),
    AttributeType.HOST: _looks(_HOST.fullmatch, "domain"),
    AttributeType.HOSTS: _hosts,
    AttributeType.EMAIL: _looks(is_email, "email"),
    AttributeType.NUMBER: _number,
    AttributeType.URL: _url,
    AttributeType.YES_NO: _yes_no,
}
