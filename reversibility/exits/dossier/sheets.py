"""One sheet per asset of the plan: fields, accesses, steps, traps, what to do afterwards."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from exports.dossier import AccessLevel, AccessRow, Ask, Asset, AssetState, Grade, Note, Step
from reversibility.access.queries import GrantLine
from reversibility.catalogues.models import AssetKind, Source, Statement
from reversibility.catalogues.models import Grade as CatalogueGrade
from reversibility.evidence.standing import Standing, administers
from reversibility.exits.dossier.evidence import Exhibits
from reversibility.exits.dossier.fields import field_rows
from reversibility.exits.dossier.parts import task_of
from reversibility.exits.gathering import Material
from reversibility.exits.tasks.models import TaskState
from reversibility.exits.tasks.queries import TaskLine
from reversibility.exits.words import Words
from reversibility.recovery.models import PlannedAsset, PlannedStep


def asset_sheets(material: Material, exhibits: Exhibits, words: Words) -> tuple[Asset, ...]:
    """Write the sheets in the order of recovery."""
    return tuple(
        _sheet(material, planned, exhibits, words, number=number)
        for number, planned in enumerate(material.plan.assets, start=1)
    )


def _sheet(
    material: Material,
    planned: PlannedAsset,
    exhibits: Exhibits,
    words: Words,
    *,
    number: int,
) -> Asset:
    standing = material.standings[planned.asset_id]
    kind = standing.kind
    situation = words.lower(words.label("situations", material.case.situation))
    sources = material.catalogue.sources_of(kind)
    return Asset(
        id=str(planned.asset_id),
        number=number,
        kind=words.text(kind.short),
        name=standing.asset.name,
        state=AssetState(standing.state.value),
        importance=words.label("importances", standing.asset.importance),
        dependents=_dependents(material, standing, words),
        fields=field_rows(standing, exhibits, words),
        accesses=tuple(_access(kind, grant, words) for grant in standing.grants),
        recovery_title=words.say("recovery_title", situation=situation),
        prerequisites=(
            *_waits(material, planned, words),
            *_notes(kind.preconditions, sources, words),
        ),
        steps=tuple(
            _as_it_stands(
                _step(material, step, sources, words),
                task_of(material, planned.asset_id, step.step.id),
                material,
                words,
            )
            for step in planned.steps
        ),
        asks=tuple(
            Ask(question=words.text(question.ask), whom=words.text(question.whom))
            for question in kind.questions
        ),
        traps=_notes(kind.traps, sources, words),
        after_recovery=_after(material, planned, sources, words),
        notes=standing.asset.notes,
        sources=_source_lines(material, planned, sources, words),
    )


def _after(
    material: Material, planned: PlannedAsset, sources: Mapping[str, Source], words: Words
) -> tuple[Note, ...]:
    """List what to do once it is back; what an earlier sheet says already is not said again."""
    kind = material.standings[planned.asset_id].kind
    said = _said_before(material, planned)
    fresh = [
        statement
        for statement in material.catalogue.after_recovery(kind)
        if getattr(statement, "id", None) not in said
    ]
    again = Note(text=words.say("after_again")) if said & set(kind.after_common) else None
    return ((again,) if again else ()) + _notes(fresh, sources, words)


def _said_before(material: Material, planned: PlannedAsset) -> set[str]:
    plan = material.plan.assets
    earlier = plan[: plan.index(planned)]
    return {
        name for asset in earlier for name in material.standings[asset.asset_id].kind.after_common
    }


def _step(
    material: Material, step: PlannedStep, sources: Mapping[str, Source], words: Words
) -> Step:
    source = sources[step.step.source]
    title, detail = words.text(step.step.title), words.text(step.step.detail)
    if step.is_question and step.step.ask:
        title = words.say("question_title", title=words.lower(title))
        detail = words.text(step.step.ask)
    return Step(
        number=step.number,
        title=title,
        detail=detail,
        who=_who(material, step, words),
        after=step.after,
        works_when=words.text(step.step.seen_by),
        goes_wrong=words.text(step.step.goes_wrong) if step.step.goes_wrong else "",
        due_on=step.due_on,
        delay=words.delay(step.step.days),
        grade=Grade(source.grade.value),
        source=_site(source),
        right=_right(step, words),
    )


def _as_it_stands(step: Step, task: TaskLine | None, material: Material, words: Words) -> Step:
    """Say of a step that has become a task who has it, until when, or what came of it."""
    if task is None or material.tasks is None:
        return step
    slot = material.tasks.slot(task)
    step = replace(
        step,
        who=task.owner.name or step.who,
        due_on=task.due_on or (slot.ends_on if slot else step.due_on),
    )
    if task.state is TaskState.SET_ASIDE and task.closed_on:
        said = words.say("step_set_aside", day=words.day(task.closed_on))
        return replace(step, due_on=None, due_text=said)
    return replace(step, done_on=task.closed_on) if task.state is TaskState.DONE else step


def _right(step: PlannedStep, words: Words) -> str:
    """Say on what right a step rests that signs in, copies or exports."""
    if step.step.needs_right is None:
        return ""
    right = words.label("rights", step.step.needs_right)
    return words.say("right_missing", right=right) if step.is_question else right


def _who(material: Material, step: PlannedStep, words: Words) -> str:
    if step.step.who == "practice" and material.case.lead:
        return material.case.lead
    if step.step.who == "successor" and material.case.successor:
        return material.case.successor
    return words.label("who", step.step.who)


def _access(kind: AssetKind, grant: GrantLine, words: Words) -> AccessRow:
    role = kind.role(grant.role)
    factor = words.label("second_factors", grant.second_factor)
    if grant.second_factor_holder:
        factor = words.say("two_factor", factor=factor, holder=grant.second_factor_holder)
    level = AccessLevel.ADMINISTERS if administers(kind, grant) else AccessLevel.LIMITED
    return AccessRow(
        person=grant.person,
        party=grant.party.name,
        role=words.text(role.name) if role else grant.role,
        level=level,
        second_factor=factor,
        recovery_address=grant.recovery_address,
        last_confirmed_on=grant.last_confirmed_on,
    )


def _dependents(material: Material, standing: Standing, words: Words) -> str:
    names = [
        material.standings[asset_id].asset.name
        for asset_id in standing.asset.dependents
        if asset_id in material.standings
    ]
    if not names:
        return words.say("dependents_none")
    code = "dependents_one" if len(names) == 1 else "dependents"
    return words.say(code, count=len(names), names=words.join(names))


def _waits(material: Material, planned: PlannedAsset, words: Words) -> tuple[Note, ...]:
    names = [material.standings[asset_id].asset.name for asset_id in planned.waits_for]
    return (Note(text=words.say("waits_for", names=words.join(names))),) if names else ()


def _notes(
    statements: Iterable[Statement], sources: Mapping[str, Source], words: Words
) -> tuple[Note, ...]:
    return tuple(
        Note(
            text=words.text(statement),
            grade=Grade(sources[statement.source].grade.value),
            source=_site(sources[statement.source]),
        )
        for statement in statements
    )


def _source_lines(
    material: Material, planned: PlannedAsset, sources: Mapping[str, Source], words: Words
) -> tuple[str, ...]:
    """Name the sources of what is printed on this sheet, and no others."""
    kind = material.standings[planned.asset_id].kind
    statements = (*kind.preconditions, *kind.traps, *material.catalogue.after_recovery(kind))
    used = {step.step.source for step in planned.steps}
    used |= {statement.source for statement in statements}
    return tuple(
        f"{source.title}, {source.site}, {words.day(source.read_on)}"
        for name, source in sources.items()
        if name in used and source.grade is not CatalogueGrade.C
    )


def _site(source: Source) -> str:
    # Known practice has no page to name: its grade is printed in words instead.
    return "" if source.grade is CatalogueGrade.C else source.site
