"""Forms declared as tables of labels, for registries of which there is nothing more to say.

`declared.toml` says by registry id in which layout it writes, how it writes days, and below which
labels its values stand.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from importlib import resources
from typing import Any

from probes.interface import Contact, Registration
from probes.published.days import DAY_FIRST, MONTH_FIRST
from probes.published.values import published
from probes.whois.labels import folded
from probes.whois.postal import addressed, ending_in_country
from probes.whois.sections import BARE, Answer, Section, indented, paragraphs
from probes.whois.written import Written, WrittenHolder

Labels = Mapping[str, Sequence[str]]

_LAYOUTS: Mapping[str, Callable[[str], Answer]] = {
    "indented": indented,
    "paragraphs": paragraphs,
    "remarks": partial(paragraphs, with_remarks=True),
}
_DAYS = {"": (), "day first": DAY_FIRST, "month first": MONTH_FIRST}
_BELOW, _IN_WORDS = ">", "~"


@dataclass(frozen=True, kw_only=True)
class _Holder:
    """Where the holder stands and what he is called there."""

    below: Sequence[str] = ()
    handle: str = ""
    blocks: str = ""
    address: str = ""
    country_last: bool = False
    labels: Labels


@dataclass(frozen=True, kw_only=True)
class _Form:
    """How one registry writes."""

    layout: str
    days: str
    labels: Labels
    holder: _Holder


def parse(text: str, registry: str) -> Registration | None:
    """Read an answer in the form declared for a registry; None when it names no domain."""
    form = _forms()[registry]
    answer = _LAYOUTS[form.layout](text)

    def all_(name: str) -> list[str]:
        labels = form.labels.get(name, ())
        return [value for label in labels for value in _below(text, answer, label)]

    def first(name: str) -> str | None:
        return next(iter(all_(name)), None)

    return Written(
        domain=first("domain"),
        registrar=first("registrar"),
        holder=_holder(answer, form.holder),
        created=first("created"),
        updated=first("updated"),
        expires=first("expires"),
        name_servers=all_("name_servers"),
        statuses=[part for value in all_("statuses") for part in value.split(",")],
        dnssec=first("dnssec"),
    ).registration(_DAYS[form.days])


def registries() -> tuple[str, ...]:
    """Return the registries that have a table."""
    return tuple(_forms())


def _below(text: str, answer: Answer, label: str) -> list[str]:
    """Return what stands below a label; see the top of `declared.toml` for how they are written."""
    if label.startswith(_IN_WORDS):
        return list(_in_words(text, folded(label)))
    heading, is_below, key = label.rpartition(_BELOW)
    section = answer.under(folded(heading)) if is_below else answer.everything
    return section.all(folded(key))


def _in_words(text: str, words: str) -> Iterator[str]:
    """Yield what follows these words at the start of a line: "Record created on 2005-10-27"."""
    for line in text.split("\n"):
        if folded(line).startswith(f"{words} "):
            yield " ".join(line.split()[len(words.split()) :])


def _holder(answer: Answer, form: _Holder) -> Contact | None:
    """Read the holder below the declared headings, in the block of his handle, or anywhere."""
    handle = answer.everything.first(form.handle) if form.handle else None
    section = _section(answer, form, handle)

    def first(name: str) -> str | None:
        values = [value for label in form.labels[name] for value in _of(section, answer, label)]
        return next(filter(published, values), next(iter(values), None))

    street: Sequence[str] = section.all(*map(folded, form.labels["street"]))
    country = first("country")
    if form.country_last and not country:
        street, country = ending_in_country(street)
    labelled = WrittenHolder(
        name=first("name"),
        organization=first("organization"),
        email=first("email"),
        phone=first("phone"),
        street=street,
        postcode=first("postcode"),
        city=first("city"),
        country=country,
        handle=handle,
    )
    return _with_address(labelled, section, form.address).contact()


def _of(section: Section, answer: Answer, label: str) -> list[str]:
    """Return what a label says of the holder: in his section, or below a heading it names."""
    return _below("", answer, label) if _BELOW in label else section.all(folded(label))


def _section(answer: Answer, form: _Holder, handle: str | None) -> Section:
    if form.handle:
        blocks = (part for part in answer.sections if handle in part.all(form.blocks))
        return next(blocks, Section(""))
    return answer.under(*form.below) if form.below else answer.everything


def _with_address(holder: WrittenHolder, section: Section, is_called: str) -> WrittenHolder:
    """Add what an address without labels says, where the form has one."""
    begins = bool(section.lines) and section.lines[0][0] == BARE
    found = addressed(section.bare) if is_called and begins else None
    if found is None or holder.name or holder.organization:
        return holder
    is_name = is_called == "name"
    return replace(
        holder,
        name=found.name if is_name else None,
        organization=None if is_name else found.name,
        email=holder.email or found.email,
        street=found.street,
        country=holder.country or found.country,
    )


@cache
def _forms() -> dict[str, _Form]:
    text = resources.files(__package__).joinpath("declared.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)
    common = tables.pop("holder")
    return {registry: _form(table, common) for registry, table in tables.items()}


def _form(table: dict[str, Any], common: Labels) -> _Form:
    holder = table.pop("holder", {})
    labels = {name: holder.get(name, known) for name, known in common.items()}
    return _Form(
        layout=table.pop("layout"),
        days=table.pop("days", ""),
        labels=table,
        holder=_Holder(
            below=[folded(name) for name in holder.get("below", ())],
            handle=folded(holder.get("handle", "")),
            blocks=folded(holder.get("blocks", "")),
            address=holder.get("address", ""),
            country_last=holder.get("country_last", False),
            labels=labels,
        ),
    )
