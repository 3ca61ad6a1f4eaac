"""One element: who holds it, what was seen, who gets in, how to get it back."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from reversibility.catalogues.situations import Situation
from reversibility.evidence.declarations import challenge_method, find_target
from reversibility.evidence.queries import (
    ObservationLine,
    WantedChanges,
    list_answers,
    list_changes,
)
from reversibility.evidence.service import request_probe
from reversibility.evidence.standing import Standing, stand
from reversibility.exits.queries import find_covering
from reversibility.findings.queries import AssetRead, list_asset_findings
from reversibility.http.seat import Desk, reading, services, writing
from reversibility.kernel.actor import Permission
from reversibility.mandates.queries import list_notes
from reversibility.register.errors import AssetMissingError
from reversibility.register.queries import AssetSheet, list_assets, list_parties
from reversibility.web.members import members_only
from reversibility.web.parts import (
    AccessRow,
    ChainLink,
    Choice,
    DocumentItem,
    EvidenceItem,
    FieldRow,
    Finding,
    Point,
    StepItem,
    Term,
)
from reversibility.web.sheets.accesses import access_rows
from reversibility.web.sheets.chain import chain_links
from reversibility.web.sheets.changes import ChangeItem, change_items
from reversibility.web.sheets.evidence import answer_item
from reversibility.web.sheets.fields import (
    declaration_source,
    declared_only,
    field_rows,
    last_judged_at,
)
from reversibility.web.sheets.headline import Headline, headline
from reversibility.web.sheets.mandates import NoteItem, note_items
from reversibility.web.sheets.network import network_findings
from reversibility.web.sheets.points import points
from reversibility.web.sheets.proofs import proof_items, withdrawn_items
from reversibility.web.sheets.steps import recovery_steps, situation_choices
from reversibility.web.words import words

pages = members_only(Blueprint("assets", __name__))

_ANSWERS_SHOWN = 5
_CHANGES_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class AssetPage:
    """All that is known of one element."""

    id: UUID
    name: str
    kind: str
    kind_id: str
    state: str
    headline: Headline
    owning: str
    dependents: tuple[str, ...]
    notes: str
    chain: tuple[ChainLink, ...]
    findings: tuple[Finding, ...]
    """What the last check showed in DNS, mail and certificates."""
    fields: tuple[FieldRow, ...]
    seen_at: datetime | None
    declared: tuple[Term, ...]
    declared_by: str
    accesses: tuple[AccessRow, ...]
    situations: tuple[Choice, ...]
    is_being_left: bool
    """The provider is being left: the situation of the open exit is the one first shown."""
    summary: str
    steps: tuple[StepItem, ...]
    afterwards: tuple[str, ...]
    documents: tuple[DocumentItem, ...]
    withdrawn: tuple[DocumentItem, ...]
    evidence: tuple[EvidenceItem, ...]
    older_evidence: tuple[EvidenceItem, ...]
    answer_count: int
    can_be_verified: bool
    may_verify: bool
    may_declare: bool
    may_show_control: bool
    """Whether placing something shows that one can act, and the reader may do so."""
    version: int
    points: tuple[Point, ...] = ()
    """What needs attention, by the rules of the policy."""
    questions: tuple[Point, ...] = ()
    """What the register does not say of it."""
    audit_notes: tuple[NoteItem, ...] = ()
    """What auditors noted."""
    changes: tuple[ChangeItem, ...] = ()
    """What the last checks show otherwise than those before."""


@pages.get("/registre/<uuid:asset_id>")
def show(asset_id: UUID) -> str:
    """Show one element."""
    with reading() as desk:
        parties = list_parties(desk.session, desk.actor, with_archived=True)
        assets = list_assets(desk.session, desk.actor, parties=parties)
        asset = _pick(assets, asset_id)
        standing = stand(desk.session, desk.actor, asset, services().catalogue)
        answers = list_answers(desk.session, desk.actor, asset_id)
        contracts, left_in = find_covering(
            desk.session, desk.actor, asset_id, today=desk.now.date()
        )
        read = AssetRead(standing=standing, assets=assets, parties=parties, contracts=contracts)
        found = list_asset_findings(desk.session, desk.actor, services().policy, read, now=desk.now)
        notes = list_notes(desk.session, desk.actor, [asset_id])
        changes = list_changes(
            desk.session,
            desk.actor,
            WantedChanges(asset_ids=frozenset({asset_id})),
            limit=_CHANGES_SHOWN,
        )
    dependents = _names(assets, asset.dependents)
    page = _page(desk, standing, answers, dependents=dependents, left_in=left_in)
    may_accept, today = desk.actor.may(Permission.FINDING_ACCEPT), desk.now.date()
    page = replace(
        page,
        audit_notes=note_items(notes),
        changes=change_items(changes, may_note=page.may_declare),
        points=points(
            [each for each in found if not each.is_unknown], today=today, may_accept=may_accept
        ),
        questions=points(
            [each for each in found if each.is_unknown], today=today, may_accept=may_accept
        ),
    )
    return render_template("assets/show.html", page=page)


@pages.post("/registre/<uuid:asset_id>/verifier")
def verify(asset_id: UUID) -> Response:
    """Verify one element; show how far it is."""
    with writing() as desk:
        run = request_probe(
            desk.session, desk.actor, [asset_id], services().probe_options, now=desk.now
        )
    return redirect(url_for("checks.show", run_id=run.id))


def _page(
    desk: Desk,
    standing: Standing,
    answers: Collection[ObservationLine],
    *,
    dependents: tuple[str, ...],
    left_in: Situation | None,
) -> AssetPage:
    asset, kind, catalogue = standing.asset, standing.kind, services().catalogue
    situation = _situation(left_in)
    summary = kind.playbook(situation).summary
    may_declare = desk.actor.may(Permission.REGISTER_WRITE)
    can_be_verified = find_target(asset.kind, asset.attributes) is not None
    numbers = {answer.id: answer.number for answer in answers}
    items = tuple(answer_item(answer) for answer in answers)
    return AssetPage(
        id=asset.id,
        name=asset.name,
        kind=words().text(kind.short),
        kind_id=kind.id,
        state=standing.state,
        headline=headline(standing),
        owning=words().text(kind.owning),
        dependents=dependents,
        notes=asset.notes,
        chain=chain_links(standing),
        findings=network_findings(answers),
        fields=field_rows(
            standing, numbers, now=desk.now, may_look=desk.actor.may(Permission.EVIDENCE_PROBE)
        ),
        seen_at=last_judged_at(standing),
        declared=declared_only(standing),
        declared_by=declaration_source(standing),
        accesses=access_rows(standing, may_end=may_declare),
        situations=situation_choices(standing, situation),
        is_being_left=left_in is situation,
        summary=words().text(summary) if summary else "",
        steps=recovery_steps(standing, situation, catalogue, today=desk.now.date()),
        afterwards=tuple(words().text(item) for item in catalogue.after_recovery(kind)),
        documents=proof_items(standing.proofs, may_withdraw=may_declare),
        withdrawn=withdrawn_items(standing.proofs),
        evidence=items[:_ANSWERS_SHOWN],
        older_evidence=items[_ANSWERS_SHOWN:],
        answer_count=max(numbers.values(), default=0),
        can_be_verified=can_be_verified,
        may_verify=can_be_verified and desk.actor.may(Permission.EVIDENCE_PROBE),
        may_declare=may_declare,
        may_show_control=challenge_method(asset.kind) is not None
        and desk.actor.may(Permission.EVIDENCE_PROBE),
        version=asset.version,
    )


def _pick(assets: Collection[AssetSheet], asset_id: UUID) -> AssetSheet:
    for asset in assets:
        if asset.id == asset_id:
            return asset
    raise AssetMissingError


def _names(assets: Collection[AssetSheet], wanted: Collection[UUID]) -> tuple[str, ...]:
    return tuple(asset.name for asset in assets if asset.id in wanted)


def _situation(left_in: Situation | None) -> Situation:
    """Return the situation asked for; else that of the open exit, else the simplest."""
    asked = request.args.get("situation", "")
    known = {situation.value: situation for situation in Situation}
    return known.get(asked) or left_in or Situation.COOPERATIVE
