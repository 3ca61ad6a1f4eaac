"""The lines of the ICANN form, told apart: whose value, of which field."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from probes.whois.labels import folded

DOMAIN = ""
_OTHER = "other"
_REGISTRAR = "registrar"
_LIST = "name_servers"
_CONTACT_TYPE = "contact type"

# A label, then perhaps dot leaders or blanks, then a colon that is not the one of a URL.
_LINE = re.compile(
    r"[ \t>*]*([A-Za-z][A-Za-z0-9 ()/&'_.-]{0,60}?)[ .\t]*:(?!//)[ \t:]*(?:\.{2,}[ \t]*)?(.*)"
)
_NUMBER = re.compile(r"\s*\d+$")
_REGISTRY_OBJECT = re.compile(r"^registry (?=(?:registrant|admin|tech|billing) id$)")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One value of an answer: whose (`""` is the domain itself), which field, what."""

    role: str
    field: str
    value: str


@dataclass(frozen=True, kw_only=True)
class _Labels:
    domain: dict[str, str]
    roles: dict[str, str]
    contact: dict[str, str]
    bare: dict[str, str]


def entries(text: str) -> Iterator[Entry]:
    """Yield the values of the known labels, in order; a label may stand above its values."""
    role, above = DOMAIN, _Above()
    for line in text.split("\n"):
        found = _LINE.match(line)
        if found is None:
            role = _labels().roles.get(folded(line), role)
            if value := above.takes(line):
                yield value
            continue
        label, text_ = folded(found[1]), found[2].strip()
        entry = _entry(label, text_, role)
        role = _role_after(label, text_, entry, role)
        above = _Above(entry)
        if entry and text_:
            yield entry


class _Above:
    """The label last seen, which may stand above its values, and whether it still does."""

    def __init__(self, entry: Entry | None = None) -> None:
        self._is_list = entry is not None and entry.field == _LIST
        self._entry = entry if entry and (self._is_list or not entry.value) else None
        self._has_values = bool(entry and entry.value)
        self._is_next = True

    def takes(self, line: str) -> Entry | None:
        """Return the line as a value when it is one.

        Values are indented and follow without a gap; a list may begin after a blank line, or go on
        at the margin. The legal notice below an empty label is neither.
        """
        if not line.strip():
            may_begin_later = self._is_list and not self._has_values
            self._entry, self._is_next = (self._entry if may_begin_later else None), False
            return None
        if not line[0].isspace() and not (self._is_list and self._is_next):
            self._entry = None
        self._has_values = True
        return replace(self._entry, value=line.strip()) if self._entry else None


def _role_after(label: str, value: str, entry: Entry | None, role: str) -> str:
    """Tell whose the next lines are: a heading begins a contact, a label of the domain ends it."""
    if label == _CONTACT_TYPE:
        return _labels().roles.get(folded(value), _OTHER)
    if not value and label in _labels().roles:
        return _labels().roles[label]
    return DOMAIN if entry and entry.role == DOMAIN else role


def _entry(label: str, value: str, section: str) -> Entry | None:
    """Tell what a label means, below the heading of a contact or outside any."""
    key = _key(label, section)
    return Entry(role=key[0], field=key[1], value=value) if key else None


def _key(label: str, section: str) -> tuple[str, str] | None:
    labels = _labels()
    short = _NUMBER.sub("", _REGISTRY_OBJECT.sub("", label))
    of_domain = labels.domain.get(label) or labels.domain.get(short)
    if of_domain:
        return DOMAIN, of_domain
    if section and short in labels.contact:
        return _below(section, labels.contact[short])
    own = _with_role(short.split())
    if own is None and not section and label in labels.bare:
        return "registrant", labels.bare[label]
    return own


def _below(section: str, field: str) -> tuple[str, str]:
    """Tell what a contact's label means below a heading; the registrar is no contact."""
    is_registrar = section == _REGISTRAR and field == "name"
    return (DOMAIN, _REGISTRAR) if is_registrar else (section, field)


def _with_role(words: list[str]) -> tuple[str, str] | None:
    """Split a label into a role and what follows it: the longest role that leaves a known rest."""
    labels = _labels()
    for size in range(min(3, len(words)), 0, -1):
        role = labels.roles.get(" ".join(words[:size]))
        field = labels.contact.get(" ".join(words[size:]))
        if role and field:
            return role, field
    return None


@cache
def _labels() -> _Labels:
    text = resources.files(__package__).joinpath("icann_labels.toml").read_text(encoding="utf-8")
    tables = {
        name: {label: field for field, labels in table.items() for label in labels}
        for name, table in tomllib.loads(text).items()
    }
    return _Labels(**tables)
