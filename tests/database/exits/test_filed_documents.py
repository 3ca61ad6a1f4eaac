"""Filed documents travel: in the fields of the plan, its annex, the register and the pack."""

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import Engine

from exports.dossier import Asset, Dossier, VerdictState
from exports.verify import verify_file
from probes.interface import HolderClass, VerdictField, message
from probes.interface import VerdictState as Seen
from reversibility.evidence.models import ProofKind
from reversibility.evidence.proofs import withdraw_proof
from reversibility.exits import gathering
from reversibility.exits.dossier import build_dossier
from reversibility.exits.gathering import Material, gather
from reversibility.exits.producing import PACK, produce
from reversibility.exits.queries import find_exit
from reversibility.kernel.dates import Locale
from reversibility.kernel.digest import sha256
from reversibility.store.session import transaction
from tests.factories.proofs import PDF, PNG
from tests.unit.findings.scenarios import POLICY
from tests.web.house import House, certify, examine, furnish, theirs

SCREEN = {
    "field": VerdictField.CONTROL,
    "kind": ProofKind.ROLE_SCREENSHOT,
    "title": "Écran des rôles",
    "content": PNG,
}


@pytest.fixture
def house(engine: Engine, now: datetime) -> House:
    """Return the practice of the demo, whose exit from its agency is open."""
    return furnish(engine, now)


def look(engine: Engine, house: House, slug: str, state: Seen, now: datetime) -> None:
    """Record what the registry said of the holder."""
    verdict = theirs(
        state=state,
        observed="STUDIO EXEMPLE WEB" if state is Seen.CONTRADICTED else "",
        holder=HolderClass.PROVIDER if state is Seen.CONTRADICTED else HolderClass.REDACTED,
        reasons=(message("OWN02_PERSON_HIDDEN"),),
        next_step=message("VRD_NEXT_ASK_REGISTRAR"),
    )
    examine(engine, house, slug, verdict, now=now)


def collect(engine: Engine, house: House, now: datetime) -> Material:
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        contract_id = house.contracts["studio-web-2023"]
        case = find_exit(session, house.actor, contract_id)
        assert case is not None
        return gather(session, house.actor, case.id, POLICY, now=now)


def write(material: Material, locale: Locale = "fr") -> Dossier:
    return build_dossier(material, locale, register_sha256="0" * 64, time_zone="Europe/Paris")


def sheet(dossier: Dossier, asset_id: UUID) -> Asset:
    return next(asset for asset in dossier.assets if asset.id == str(asset_id))


def test_a_field_shows_the_state_its_document_and_its_number(
    engine: Engine, house: House, now: datetime
) -> None:
    look(engine, house, "domaine", Seen.NOT_PUBLISHED, now)
    certify(engine, house, "domaine", now=now)
    dossier = write(collect(engine, house, now))
    row = sheet(dossier, house.assets["domaine"]).fields[0]
    assert row.state is VerdictState.PROVED_BY_DOCUMENT
    assert row.evidence[-1] == "D-001"
    assert row.reason.startswith(
        "Justifié par «\u202fAttestation Gandi\u202f» (attestation de titularité), document du"
        " 24 novembre 2026, ajouté par console."
    )
    assert row.next_step == ""
    assert [each.sentence for each in dossier.uncertainties if "titulaire" in each.sentence] == []
    english = sheet(write(collect(engine, house, now), "en"), house.assets["domaine"]).fields[0]
    assert english.reason.startswith("Supported by “Attestation Gandi” (certificate of the holder)")


def test_what_is_published_stays_contradicted_in_the_plan_too(
    engine: Engine, house: House, now: datetime
) -> None:
    look(engine, house, "domaine", Seen.CONTRADICTED, now)
    certify(engine, house, "domaine", now=now)
    row = sheet(write(collect(engine, house, now)), house.assets["domaine"]).fields[0]
    assert row.state is VerdictState.CONTRADICTED
    assert "dit autre chose que ce qui est publié" in row.reason
    assert "D-001" in row.evidence


def test_what_no_source_publishes_says_so(engine: Engine, house: House, now: datetime) -> None:
    certify(engine, house, "zone-dns", now=now, kind=ProofKind.CONTRACT)
    certify(engine, house, "zone-dns", now=now, **SCREEN)
    rows = sheet(write(collect(engine, house, now)), house.assets["zone-dns"]).fields
    holder = rows[0]
    assert (holder.observed, holder.observed_at) == ("aucune source publique", None)
    entry = next(row for row in rows if row.label == "Accès et rôles")
    assert entry.state is VerdictState.PROVED_BY_DOCUMENT
    assert "Marc Vidal" in entry.declared


def test_a_document_that_settles_nothing_is_an_exhibit_beside_its_field(
    engine: Engine, house: House, now: datetime
) -> None:
    certify(engine, house, "zone-dns", now=now, kind=ProofKind.ROLE_SCREENSHOT)
    certify(engine, house, "zone-dns", now=now, matches_declaration=False, **SCREEN)
    rows = sheet(write(collect(engine, house, now)), house.assets["zone-dns"]).fields
    entry = next(row for row in rows if row.label == "Accès et rôles")
    # Filed at the same moment: the later of the two stands first.
    assert (rows[0].state, rows[0].evidence) == (None, ("D-002",))
    assert (entry.state, entry.evidence) == (None, ("D-001",))


@pytest.fixture
def produced(engine: Engine, house: House, now: datetime) -> Mapping[str, bytes]:
    """Return the files of a plan with two documents, one withdrawn, one of another provider."""
    look(engine, house, "domaine", Seen.NOT_PUBLISHED, now)
    certify(engine, house, "domaine", now=now)
    certify(engine, house, "zone-dns", now=now, **SCREEN)
    certify(engine, house, "google-ads", now=now, kind=ProofKind.INVOICE)
    withdrawn = certify(engine, house, "domaine", now=now, content=PDF + b"2")
    with transaction(engine, house.actor.practice_id) as session:
        withdraw_proof(session, house.actor, withdrawn, "Mauvais fichier", now=now)
    made = produce(collect(engine, house, now), made_by="console", time_zone="Europe/Paris")
    return {draft.filename: draft.content for draft in made.drafts}


def test_the_pack_holds_the_documents_and_verifies(produced: Mapping[str, bytes]) -> None:
    assert verify_file(io.BytesIO(produced[PACK])).whole
    with zipfile.ZipFile(io.BytesIO(produced[PACK])) as pack:
        names = sorted(name for name in pack.namelist() if "/D-" in name)
        assert [pack.read(name) for name in names] == [PDF, PNG]
    assert names == [
        "handover-pack/data/evidence/D-001-registrar-certificate.pdf",
        "handover-pack/data/evidence/D-002-role-screenshot.png",
    ]


def test_the_annex_prints_the_whole_hash_of_a_document(produced: Mapping[str, bytes]) -> None:
    reader = PdfReader(io.BytesIO(produced["exit-plan-fr.pdf"]))
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "D-001" in text
    assert sha256(PDF) in text.replace("\n", "")


def test_the_register_of_the_pack_names_what_was_filed(
    produced: Mapping[str, bytes], now: datetime
) -> None:
    with zipfile.ZipFile(io.BytesIO(produced[PACK])) as pack:
        register = json.loads(pack.read("handover-pack/data/register.json"))
    assets = {asset["slug"]: asset for asset in register["assets"]}
    assert assets["domaine"]["documents"] == [
        {
            "number": "D-001",
            "file": "data/evidence/D-001-registrar-certificate.pdf",
            "field": "holder",
            "kind": "registrar_certificate",
            "title": "Attestation Gandi",
            "dated_on": "2026-11-24",
            "added_by": "console",
            "added_at": now.isoformat(),
            "counts_for": "settles",
            "sha256": sha256(PDF),
        }
    ]
    holder = assets["domaine"]["results"]["holder"]
    assert (holder["state"], holder["published"]) == ("proved_by_document", "not_published")
    assert holder["document"] == sha256(PDF)
    assert assets["google-ads"]["documents"][0]["number"] is None  # it does not travel


def test_a_pack_that_is_full_lists_the_documents_that_do_not_fit(
    engine: Engine, house: House, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "MOST_DOCUMENTS", len(PDF))
    certify(engine, house, "domaine", now=now)
    certify(engine, house, "zone-dns", now=now, **SCREEN)
    evidence = {each.number: each for each in write(collect(engine, house, now)).evidence}
    assert evidence["D-001"].file_name != ""
    assert evidence["D-002"].file_name == ""  # printed as "not in this pack"
    assert evidence["D-002"].sha256 == sha256(PNG)
