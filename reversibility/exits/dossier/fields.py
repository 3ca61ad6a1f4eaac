"""The declared fields of an asset beside what was seen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from exports.dossier import FieldRow, VerdictState
from probes.interface import VerdictField
from probes.texts import display
from reversibility.access.queries import GrantLine
from reversibility.catalogues.models import Attribute, AttributeType
from reversibility.evidence.declarations import ATTRIBUTES
from reversibility.evidence.queries import VerdictLine
from reversibility.evidence.standing import Standing
from reversibility.exits.dossier.evidence import Exhibits
from reversibility.exits.words import Words

_ENTRY = VerdictField.CONTROL
_PARTIES = ("account_holder", "payer", "administrative_contact", "technical_contact")


def field_rows(standing: Standing, exhibits: Exhibits, words: Words) -> tuple[FieldRow, ...]:
    """Write every declared field of an asset: the holder first, then parties, then attributes."""
    return tuple(_rows(standing, exhibits, words))


def _rows(standing: Standing, exhibits: Exhibits, words: Words) -> Iterator[FieldRow]:
    asset = standing.asset
    holder = asset.holder.name if asset.holder else ""
    verdict = standing.holder_verdict
    if verdict:
        yield _judged(standing, verdict, exhibits, words, declared=holder)
    else:
        filed = exhibits.about(asset.id, VerdictField.HOLDER)
        yield replace(_declared(standing, words.say("holder"), holder), evidence=filed)
    for name in _PARTIES:
        party = getattr(asset, name)
        if party:
            yield _declared(standing, words.say(name), party.name)
    for field, line in standing.verdicts.items():
        if field is not VerdictField.HOLDER:
            declared = declared_accesses(standing, words) if field is _ENTRY else None
            yield _judged(standing, line, exhibits, words, declared=declared)
    yield from _unsettled_entry(standing, exhibits, words)
    yield from _attributes(standing, words)


def _unsettled_entry(standing: Standing, exhibits: Exhibits, words: Words) -> Iterator[FieldRow]:
    filed = exhibits.about(standing.asset.id, _ENTRY)
    if filed and _ENTRY not in standing.verdicts:
        row = _declared(standing, words.field(_ENTRY), declared_accesses(standing, words))
        yield replace(row, evidence=filed)


def _attributes(standing: Standing, words: Words) -> Iterator[FieldRow]:
    seen = {ATTRIBUTES.get(field) for field in standing.verdicts}
    for attribute in standing.kind.attributes:
        value = standing.asset.attributes.get(attribute.id)
        if attribute.id not in seen and value not in (None, "", []):
            yield _declared(
                standing, words.text(attribute.label), attribute_value(attribute, value, words)
            )


def attribute_value(attribute: Attribute, value: object, words: Words) -> str:
    """Write the value of an attribute the local way."""
    if attribute.type is AttributeType.CHOICE:
        labels = {option.id: words.text(option.label) for option in attribute.choices}
        return labels.get(str(value), str(value))
    if attribute.type is AttributeType.DATE:
        return words.day(date.fromisoformat(str(value)))
    if attribute.type is AttributeType.YES_NO:
        return words.say("yes" if value else "no")
    return words.join([str(item) for item in value]) if isinstance(value, list) else str(value)


def declared_accesses(standing: Standing, words: Words) -> str:
    """Write who is declared to get in, with the real name of each role."""
    return words.join([_access(standing, grant, words) for grant in standing.grants])


def _access(standing: Standing, grant: GrantLine, words: Words) -> str:
    role = standing.kind.role(grant.role)
    return f"{grant.person} ({words.text(role.name) if role else grant.role})"


def proof_sentence(line: VerdictLine, words: Words) -> str:
    """Say which document stands behind a field, or beside what is published; empty for none."""
    proof = line.proof
    if proof is None:
        return ""
    return words.say(
        f"proof_on.{line.state}",
        title=proof.title,
        kind=words.lower(words.say(f"proof.{proof.kind}")),
        day=words.day(proof.dated_on),
        who=proof.added_by,
    )


def unasked(standing: Standing, line: VerdictLine, words: Words) -> str:
    """Say why nothing was observed where no source was asked; empty where one was."""
    if line.published is not None:
        return ""
    return words.say("not_asked_yet" if standing.has_source(line.field) else "no_public_source")


def _declared(standing: Standing, label: str, value: str) -> FieldRow:
    return FieldRow(
        label=label,
        declared=value,
        declared_by=standing.asset.declared_by,
        declared_on=standing.asset.declared_on,
    )


def _judged(
    standing: Standing,
    line: VerdictLine,
    exhibits: Exhibits,
    words: Words,
    *,
    declared: str | None = None,
) -> FieldRow:
    shown = display(line.field, line.declared, words.locale) if declared is None else declared
    bases = [basis for basis in line.bases if basis.observation_id in exhibits.answers]
    said = (proof_sentence(line, words), *(words.message(reason) for reason in line.reasons))
    return FieldRow(
        label=words.field(line.field),
        declared=shown,
        declared_by=standing.asset.declared_by if shown else "",
        declared_on=standing.asset.declared_on if shown else None,
        state=VerdictState(line.state.value),
        observed=display(line.field, line.observed, words.locale) or unasked(standing, line, words),
        observed_at=line.judged_at,
        source=words.join(sorted({basis.source.value.upper() for basis in bases})),
        evidence=(
            *(exhibits.answers[basis.observation_id].number for basis in bases),
            *exhibits.about(standing.asset.id, line.field),
        ),
        reason=" ".join(text for text in said if text),
        next_step=words.message(line.next_step) if line.next_step else "",
    )
