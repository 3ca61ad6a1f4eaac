"""The exit plan says what the register and the network said, in both languages."""

import io
import zipfile
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine

from exports.verify import verify_file
from reversibility.catalogues.situations import Situation
from reversibility.contracts.queries import list_contracts
from reversibility.contracts.service import ContractDraft, add_contract
from reversibility.exits.dossier import build_dossier
from reversibility.exits.errors import ExitMissingError, NothingToLeaveError
from reversibility.exits.gathering import Material, gather
from reversibility.exits.models import ExitDocument
from reversibility.exits.producing import PACK, Produced, produce
from reversibility.exits.queries import find_exit, get_document, list_documents
from reversibility.exits.service import (
    DocumentDraft,
    Edition,
    ExitDraft,
    keep_documents,
    open_exit,
)
from reversibility.findings.queries import list_findings
from reversibility.findings.service import AcceptanceDraft, accept_finding
from reversibility.http.importing.practice import import_practice
from reversibility.kernel.actor import Actor, PracticeId, operator
from reversibility.register.queries import list_parties
from reversibility.store.session import transaction
from tests.demo.practice_file import practice_file
from tests.unit.findings.scenarios import POLICY


@pytest.fixture
def owner(engine: Engine, now: datetime) -> Actor:
    """Load the demo's practice and return its operator."""
    content = practice_file(now.date()).encode()
    made = import_practice(engine, content, POLICY.catalogue, now=now)
    return operator(made.practice_id, "Nadia Lopez")


def exit_of(engine: Engine, owner: Actor, now: datetime, slug: str = "studio-web-2023") -> UUID:
    """Return the open exit of a contract."""
    with transaction(engine, owner.practice_id, read_only=True) as session:
        contracts = list_contracts(session, owner, today=now.date())
        contract = next(each for each in contracts if each.slug == slug)
        case = find_exit(session, owner, contract.id)
    assert case is not None
    return case.id


@pytest.fixture
def material(engine: Engine, owner: Actor, now: datetime) -> Material:
    """Return what the plan of the demo's exit is made from."""
    with transaction(engine, owner.practice_id, read_only=True) as session:
        return gather(session, owner, exit_of(engine, owner, now), POLICY, now=now)


@pytest.fixture
def empty_contract(engine: Engine, owner: Actor, now: datetime) -> UUID:
    """Return a contract that covers no asset."""
    with transaction(engine, owner.practice_id) as session:
        provider = list_parties(session, owner)[1]
        draft = ContractDraft(
            slug="vide", provider_id=provider.id, reference="VIDE-1", title="Contrat sans élément"
        )
        return add_contract(session, owner, draft, now=now).id


def _quick(material: Material, owner: Actor) -> Produced:
    """Return an edition with one small file: what is kept does not depend on what it is."""
    edition = Edition(
        exit_id=material.case.id,
        number=material.number,
        register_sha256="0" * 64,
        catalogue_version=material.catalogue.version,
        playbooks={},
        made_by=owner.label,
    )
    draft = DocumentDraft(
        filename="plan.pdf",
        media_type="application/pdf",
        locale="fr",
        content=b"one" if material.number == 1 else b"two",
    )
    return Produced(edition=edition, drafts=(draft,))


def keep(engine: Engine, owner: Actor, produced: Produced, now: datetime) -> list[ExitDocument]:
    """Keep an edition."""
    with transaction(engine, owner.practice_id) as session:
        return keep_documents(session, owner, produced.edition, produced.drafts, now=now)


def test_the_domain_comes_before_everything_that_needs_it(material: Material) -> None:
    names = [standing.asset.slug for standing in material.planned]
    assert names.index("domaine") < names.index("zone-dns") < names.index("hebergement")
    assert names.index("hebergement") < names.index("site")


def test_the_plan_says_who_is_alone_and_what_presses(material: Material) -> None:
    french = build_dossier(material, "fr", register_sha256="0" * 64, time_zone="Europe/Paris")
    english = build_dossier(material, "en", register_sha256="0" * 64, time_zone="Europe/Paris")
    assert (
        french.headline
        == "Studio Exemple Web est seul à pouvoir agir sur 5 des 6 éléments à reprendre."
    )
    assert french.headline_key == (
        "Le plus pressé\u00a0: cabinet-exemple.fr.example expire le 24 décembre 2026,"
        " dans 30 jours."
    )
    assert english.headline.startswith("Studio Exemple Web alone can act on 5 of the 6")
    assert "courriel du 8 octobre 2026" in french.situation.detail
    assert french.contract is not None
    assert "donne le 31 décembre 2026 comme dernier jour" in french.contract.notice_text


def test_what_presses_is_what_the_home_page_says(
    engine: Engine, owner: Actor, material: Material, now: datetime
) -> None:
    with transaction(engine, owner.practice_id, read_only=True) as session:
        known = {each.key: each for each in list_findings(session, owner, POLICY, now=now)}
    assert material.findings
    assert all(known[each.key] == each for each in material.findings)
    covered = {standing.asset.id for standing in material.planned}
    assert {each.asset_id for each in material.findings} <= covered
    dossier = build_dossier(material, "fr", register_sha256="0" * 64, time_zone="Europe/Paris")
    facts = {action.title.partition(",")[0]: action.detail for action in dossier.actions}
    assert facts["Renouvelez maintenant"].startswith("cabinet-exemple.fr.example expire le")


def test_what_is_left_as_it_is_does_not_press(
    engine: Engine, owner: Actor, material: Material, now: datetime
) -> None:
    worst = material.findings[0]
    until = now.date() + timedelta(days=30)
    rule, subject = worst.key
    draft = AcceptanceDraft(rule=rule, subject_id=subject, reason="Renouvelé hier", until=until)
    with transaction(engine, owner.practice_id) as session:
        accept_finding(session, owner, POLICY, draft, now=now)
        again = gather(session, owner, material.case.id, POLICY, now=now)
    assert again.findings == material.findings[1:]


def test_the_matrix_marks_where_the_practice_administers_nothing(material: Material) -> None:
    dossier = build_dossier(material, "fr", register_sha256="0" * 64, time_zone="Europe/Paris")
    rows = {row.name: row for row in dossier.matrix.rows}
    zone = rows["Zone DNS de cabinet-exemple.fr.example"]
    names = [party.name for party in dossier.matrix.parties]
    practice, studio = zone.cells[0], zone.cells[names.index("Studio Exemple Web")]
    assert (practice.holder, practice.none_of_yours) == (False, True)
    assert (studio.holder, studio.pays, studio.access.value) == (True, True, "administers")
    assert "Exemple Ads, pour Compte Google Ads." in dossier.matrix.reading


def test_a_step_without_its_right_is_printed_as_a_question(material: Material) -> None:
    dossier = build_dossier(material, "fr", register_sha256="0" * 64, time_zone="Europe/Paris")
    questions = [planned.number for planned in material.plan.assets[0].steps if planned.is_question]
    printed = [step for step in dossier.assets[0].steps if step.number in questions]
    assert all(step.title.startswith("À demander avant d’agir") for step in printed)


def test_the_files_of_an_edition_belong_together(
    engine: Engine, owner: Actor, material: Material, now: datetime
) -> None:
    produced = produce(material, made_by=owner.label, time_zone="Europe/Paris")
    kept = keep(engine, owner, produced, now)
    contents = {row.filename: row.content for row in kept}
    assert verify_file(io.BytesIO(contents[PACK])).whole
    with zipfile.ZipFile(io.BytesIO(contents[PACK])) as pack:
        for language in ("fr", "en"):
            name = f"exit-plan-{language}.pdf"
            assert pack.read(f"handover-pack/data/{name}") == contents[name]
    french = PdfReader(io.BytesIO(contents["exit-plan-fr.pdf"]))
    text = "\n".join(page.extract_text() for page in french.pages)
    assert "Plan de sortie" in text
    assert "cabinet-exemple.fr.example" in text


def test_a_second_edition_names_the_first_and_both_are_kept(
    engine: Engine,
    owner: Actor,
    material: Material,
    now: datetime,
) -> None:
    keep(engine, owner, _quick(material, owner), now)
    exit_id = material.case.id
    with transaction(engine, owner.practice_id, read_only=True) as session:
        again = gather(session, owner, exit_id, POLICY, now=now)
    assert again.number == 2
    dossier = build_dossier(again, "fr", register_sha256="0" * 64, time_zone="Europe/Paris")
    assert dossier.replaces == "Remplace l’édition n°\u00a01 du 24 novembre 2026, conservée."
    keep(engine, owner, _quick(again, owner), now)
    with transaction(engine, owner.practice_id, read_only=True) as session:
        lines = list_documents(session, owner, exit_id)
        content = get_document(session, owner, lines[0].id)
    assert [line.number for line in lines] == [2, 1]
    assert (lines[0].size, content.content) == (3, b"two")


def test_another_practice_sees_nothing_of_it(
    engine: Engine, owner: Actor, material: Material, now: datetime
) -> None:
    other = operator(PracticeId(UUID(int=77)))
    assert owner.practice_id != other.practice_id
    with (
        transaction(engine, other.practice_id, read_only=True) as session,
        pytest.raises(ExitMissingError),
    ):
        gather(session, other, material.case.id, POLICY, now=now)


def test_a_contract_that_covers_nothing_has_nothing_to_leave(
    engine: Engine, owner: Actor, now: datetime, empty_contract: UUID
) -> None:
    draft = ExitDraft(
        contract_id=empty_contract, situation=Situation.COOPERATIVE, begins_on=now.date()
    )
    with transaction(engine, owner.practice_id) as session:
        case = open_exit(session, owner, draft, now=now)
    with (
        transaction(engine, owner.practice_id, read_only=True) as session,
        pytest.raises(NothingToLeaveError),
    ):
        gather(session, owner, case.id, POLICY, now=now)
