"""Who stands between the registry and the practice."""

from collections.abc import Iterator
from dataclasses import dataclass

from probes.interface import HolderClass, Source, VerdictField, VerdictState
from reversibility.evidence.standing import Standing
from reversibility.register.models import PartyKind
from reversibility.register.queries import PartyRef
from reversibility.web.languages import gettext
from reversibility.web.parts import ChainLink
from reversibility.web.words import field_label, host, words


def chain_links(standing: Standing) -> tuple[ChainLink, ...]:
    """Write the chain of holding; it is broken on the way to the first link that is not yours."""
    links = [*_registration(standing), _holder(standing), *_declared(standing)]
    held = [link.is_held for link in links]
    return tuple(
        ChainLink(
            label=link.label,
            text=link.text,
            state=link.state,
            is_broken=not all(held[: number + 2]),
        )
        for number, link in enumerate(links)
    )


@dataclass(frozen=True, kw_only=True)
class _Link:
    label: str
    text: str
    state: str
    is_held: bool = True


def _registration(standing: Standing) -> Iterator[_Link]:
    registrar = standing.verdicts.get(VerdictField.REGISTRAR)
    if registrar is None:
        return
    answered = [
        host(basis.server)
        for basis in registrar.bases
        if basis.source in (Source.RDAP, Source.WHOIS)
    ]
    silent = registrar.state is VerdictState.UNREACHABLE
    if answered:
        yield _Link(
            label=gettext("Office d’enregistrement"),
            text=answered[0],
            state=VerdictState.UNREACHABLE if silent else VerdictState.CONFIRMED,
        )
    yield _Link(
        label=field_label(VerdictField.REGISTRAR),
        text=registrar.observed or registrar.declared or gettext("non publié"),
        state=registrar.state,
    )


def _holder(standing: Standing) -> _Link:
    line, declared = standing.holder_verdict, standing.asset.holder
    label = field_label(VerdictField.HOLDER)
    if line is None:
        return _of_party(label, declared)
    if line.state is VerdictState.CONTRADICTED:
        held = line.holder is HolderClass.PRACTICE
        text = gettext(
            "%(seen)s, au lieu de %(declared)s",
            seen=line.observed,
            declared=gettext("vous") if _is_practice(declared) else line.declared,
        )
        return _Link(label=label, text=text, state=line.state, is_held=held)
    return _Link(
        label=label,
        text=declared.name if declared else gettext("non déclaré"),
        state=line.state,
        is_held=_is_practice(declared),
    )


def _declared(standing: Standing) -> Iterator[_Link]:
    for name in ("account_holder", "payer"):
        party: PartyRef | None = getattr(standing.asset, name)
        if name == "account_holder" or party:
            yield _of_party(words().say(name), party)


def _of_party(label: str, party: PartyRef | None) -> _Link:
    if party is None:
        text, held = gettext("non déclaré"), False
    else:
        text, held = gettext("%(party)s, selon vous", party=party.name), _is_practice(party)
    return _Link(label=label, text=text, state=VerdictState.NOT_PUBLISHED, is_held=held)


def _is_practice(party: PartyRef | None) -> bool:
    return party is not None and party.kind is PartyKind.PRACTICE
