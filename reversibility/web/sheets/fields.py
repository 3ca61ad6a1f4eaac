"""The declared fields of an element beside what was seen."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flask import url_for

from probes.interface import HolderClass, VerdictField, VerdictState
from probes.texts import display
from reversibility.evidence.declarations import ATTRIBUTES
from reversibility.evidence.queries import BasisLine, VerdictLine
from reversibility.evidence.standing import Standing
from reversibility.exits.dossier.fields import (
    attribute_value,
    declared_accesses,
    proof_sentence,
    unasked,
)
from reversibility.register.models import DECLARED_PARTIES
from reversibility.web.filters import date_long, moment
from reversibility.web.languages import current_language, gettext
from reversibility.web.parts import FieldRow, Link, Statement, Term
from reversibility.web.words import field_label, said, source_names, words


def field_rows(
    standing: Standing, numbers: Mapping[UUID, int], *, now: datetime, may_look: bool = False
) -> tuple[FieldRow, ...]:
    """Write each field that was verified, the holder first; answers go by their numbers.

    `may_look`: the reader may look again for what shows control.
    """
    rows = (_row(standing, line, numbers, now) for line in standing.verdicts.values())
    again = Link(
        text=gettext("Vérifier de nouveau"),
        href=url_for("control.show", asset_id=standing.asset.id),
    )
    looked_for = {
        field_label(field)
        for field, line in standing.verdicts.items()
        if may_look and field is VerdictField.CONTROL and line.published is not None
    }
    return tuple(replace(row, next_step=again) if row.label in looked_for else row for row in rows)


def declared_only(standing: Standing) -> tuple[Term, ...]:
    """Write what no public source can tell: parties, then the kind's own attributes."""
    return tuple(_declared_only(standing))


def declaration_source(standing: Standing) -> str:
    """Say who declared the element, and when."""
    asset = standing.asset
    return f"{asset.declared_by}, {date_long(asset.declared_on)}"


def _declared_only(standing: Standing) -> Iterator[Term]:
    asset = standing.asset
    for name in DECLARED_PARTIES:
        party = getattr(asset, name)
        is_verified = name == "holder" and standing.holder_verdict is not None
        if party and not is_verified and name != "provider":
            yield Term(label=words().say(name), text=party.name)
    if asset.provider:
        yield Term(label=gettext("Prestataire"), text=asset.provider.name)
    verified = {ATTRIBUTES.get(field) for field in standing.verdicts}
    for attribute in standing.kind.attributes:
        value = asset.attributes.get(attribute.id)
        told = value in (None, "", asset.name) or value == []
        if attribute.id not in verified and not told:
            yield Term(
                label=words().text(attribute.label), text=attribute_value(attribute, value, words())
            )


def _row(
    standing: Standing, line: VerdictLine, numbers: Mapping[UUID, int], now: datetime
) -> FieldRow:
    lost = line.field is VerdictField.HOLDER and line.holder is HolderClass.PROVIDER
    return FieldRow(
        label=field_label(line.field),
        declared=_declared(standing, line),
        state=line.state,
        observed=_observed(standing, line, numbers),
        reasons=(*_proof(line), *_remarks(line, now), *_reasons(line)),
        advice=said(line.next_step) if line.next_step else "",
        next_step=Link(text=gettext("Voir comment le récupérer"), href="#recovery")
        if lost
        else None,
    )


def _declared(standing: Standing, line: VerdictLine) -> Statement:
    if line.field is VerdictField.CONTROL:
        return Statement(text=declared_accesses(standing, words()) or gettext("Non déclaré"))
    holder = line.field is VerdictField.HOLDER and standing.asset.holder
    text = holder.name if holder else display(line.field, line.declared, current_language())
    if not text:
        return Statement(text=gettext("Non déclaré"))
    return Statement(text=text, source=declaration_source(standing))


def _observed(standing: Standing, line: VerdictLine, numbers: Mapping[UUID, int]) -> Statement:
    text = display(line.field, line.observed, current_language())
    if not text:
        unreachable = line.published is VerdictState.UNREACHABLE
        nothing = gettext("Pas de réponse") if unreachable else gettext("Rien de publié")
        text = _capital(unasked(standing, line, words())) or nothing
    # The time of the newest results stands once, above them all.
    when = () if line.judged_at in (None, last_judged_at(standing)) else (moment(line.judged_at),)
    return Statement(
        text=text,
        source=", ".join((*source_names(line.bases), *when)),
        raw=(*_raw_links(line.bases, numbers), *_document_link(line)),
    )


def last_judged_at(standing: Standing) -> datetime | None:
    """Say when public answers about an element were last compared; None when never."""
    found = (line.judged_at for line in standing.verdicts.values())
    return max((instant for instant in found if instant), default=None)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _document_link(line: VerdictLine) -> tuple[Link, ...]:
    if line.proof is None:
        return ()
    href = url_for("downloads.proof", proof_id=line.proof.id)
    return (Link(text=gettext("justificatif"), href=href),)


def _raw_links(bases: Collection[BasisLine], numbers: Mapping[UUID, int]) -> tuple[Link, ...]:
    return tuple(
        Link(
            text=_raw_text(numbers.get(basis.observation_id), is_first=rank == 0),
            href=url_for("downloads.answer", observation_id=basis.observation_id),
        )
        for rank, basis in enumerate(bases)
    )


def _raw_text(number: int | None, *, is_first: bool) -> str:
    if number is None:
        return gettext("réponse brute")
    if is_first:
        return gettext("réponse brute n°\u00a0%(number)s", number=number)
    return gettext("n°\u00a0%(number)s", number=number)


def _proof(line: VerdictLine) -> tuple[str, ...]:
    sentence = proof_sentence(line, words())
    return (sentence,) if sentence else ()


def _reasons(line: VerdictLine) -> tuple[str, ...]:
    # What agrees needs no explanation on the page; its reasons stand in the plan. Of control it is
    # always said what it does not show.
    if line.state is VerdictState.CONFIRMED and line.field is not VerdictField.CONTROL:
        return ()
    return tuple(said(reason) for reason in line.reasons)


def _remarks(line: VerdictLine, now: datetime) -> Iterator[str]:
    is_control = line.field is VerdictField.CONTROL
    if is_control and line.declaration_changed:
        yield gettext("Le nom de l’élément a changé depuis\u00a0: cela montrait l’ancien.")
    elif is_control and line.stale_from and line.stale_from <= now:
        yield gettext(
            "Ce relevé a plus de sept jours\u00a0: on a pu agir alors, cela ne dit rien"
            " d’aujourd’hui."
        )
    elif line.declaration_changed:
        yield gettext(
            "Votre déclaration a changé depuis ce relevé\u00a0: vérifiez de nouveau pour comparer."
        )
    elif line.stale_from and line.stale_from <= now:
        yield gettext("Ce relevé a plus d’un mois\u00a0: il est à revérifier.")
    if line.earlier:
        yield gettext(
            "Le %(date)s, la source répondait\u00a0: %(observed)s.",
            date=date_long(line.earlier.judged_at),
            observed=display(line.field, line.earlier.observed, current_language())
            or gettext("rien de publié"),
        )
