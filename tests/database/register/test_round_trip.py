"""A register that leaves as a practice file and comes back in another house is the same one."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from reversibility.access.models import AccessGrant
from reversibility.access.service import end_grant
from reversibility.accounts.models import Practice
from reversibility.catalogues.loader import load_catalogue
from reversibility.catalogues.models import AttributeType, Catalogue
from reversibility.catalogues.responsibilities import Side
from reversibility.contracts.agreed import Agreed, MayEnd, NoticeForm, Obligation, PriceEvery
from reversibility.contracts.basis import Saying, basis_digest, tell_basis
from reversibility.contracts.basis_models import Element
from reversibility.contracts.clauses import ClauseDraft, answer_clauses, answers_digest
from reversibility.contracts.duty_queries import duties_digest
from reversibility.contracts.models import ClauseReply, Contract, ContractAsset
from reversibility.contracts.responsibilities import DutyDraft, tell_responsibilities
from reversibility.contracts.service import (
    ContractDraft,
    Expectations,
    change_contract,
    tell_expectations,
)
from reversibility.contracts.terms import Counting, Renewal
from reversibility.exits.ahead.service import set_days
from reversibility.exits.handing.service import AnswerDraft, answer_question
from reversibility.exits.models import Exit
from reversibility.exits.tasks.models import HandingList
from reversibility.exits.tasks.queries import tasks_of
from reversibility.exits.tasks.service import (
    Closing,
    OwnTask,
    add_task,
    close_task,
    generate_tasks,
)
from reversibility.http.exporting.document import practice_document, practice_json
from reversibility.http.importing.practice import import_practice
from reversibility.http.practice_file import PracticeFileError
from reversibility.kernel.actor import Actor, Permission, operator
from reversibility.kernel.errors import DeniedError
from reversibility.kernel.period import Period
from reversibility.pieces.models import PieceKind
from reversibility.register.archiving import Edit
from reversibility.register.editing import archive_asset
from reversibility.register.models import Asset, Party, Person
from reversibility.register.parties import archive_party, archive_person, change_party
from reversibility.register.service import PartyDraft
from reversibility.retention.service import Piece, mark_secret
from reversibility.store.session import transaction
from tests.factories.every_kind import practice_of_every_kind
from tests.factories.papers import file_paper
from tests.web.house import certify, furnish

ODD = (
    '🦷 Cabinet « Œuvre » - 100 % ; "guillemets", virgules',
    '=HYPERLINK("http://x.example")',
    "عيادة الأسنان",
    "+33 4 00 00 00 00",
    "Ĳsselmeer, ﬁn, Ångström",
    "0042",
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Return the catalogue of the product."""
    return load_catalogue()


def exported(engine: Engine, actor: Actor) -> dict[str, Any]:
    """Return what leaves, after it went through its bytes."""
    with transaction(engine, actor.practice_id, read_only=True) as session:
        content = practice_json(practice_document(session, actor))
    document: dict[str, Any] = json.loads(content)
    return document


def again(
    engine: Engine, document: Mapping[str, Any], catalogue: Catalogue, now: datetime
) -> dict[str, Any]:
    """Return what a second house exports that was opened with a file of the first."""
    with transaction(engine, None) as session:
        for practice in session.scalars(select(Practice)):
            practice.key = str(practice.id)  # so that the same SIREN opens a second house
    content = json.dumps(document).encode()
    done = import_practice(engine, content, catalogue, now=now + timedelta(days=30))
    return exported(engine, operator(done.practice_id))


def test_a_practice_with_every_kind_of_element_comes_back_equal(
    engine: Engine, catalogue: Catalogue, now: datetime
) -> None:
    document = json.loads(practice_of_every_kind(catalogue, now.date()))
    for number, asset in enumerate(document["assets"]):
        asset["attributes"] |= _odd_attributes(catalogue, asset["kind"], number)
        asset["notes"] = f"{ODD[number % len(ODD)]}\nDeuxième ligne\tavec tabulation"
        asset["name"] = f"{ODD[number % len(ODD)]} {number}"
        asset["importance"] = number % 4 + 1
    document["assets"][3]["name"] = "é" * 200
    for party in document["parties"]:
        party["name"], party["brands"] = ODD[0], list(ODD)
    done = import_practice(engine, json.dumps(document).encode(), catalogue, now=now)
    first = exported(engine, operator(done.practice_id))
    assert len(first["assets"]) == len(catalogue.kinds)
    assert again(engine, first, catalogue, now) == first


def test_what_was_archived_ended_or_reserved_comes_back_as_it_was(
    engine: Engine, catalogue: Catalogue, now: datetime
) -> None:
    house = furnish(engine, now)
    practice_id, actor = house.actor.practice_id, house.actor
    with transaction(engine, practice_id) as session:
        own = session.scalars(select(Party).where(Party.slug == "cabinet")).one()
        draft = PartyDraft(
            kind=own.kind, name="Cabinet du Port", trade="Dentistes", brands=["Port"]
        )
        change_party(session, actor, Edit(id=own.id, version=own.version), draft, now=now)
        notes = Piece(kind=PieceKind.NOTES, id=house.assets["domaine"])
        mark_secret(session, actor, notes, secret=True, now=now)
        grant = session.scalars(select(AccessGrant)).first()
        assert grant
        end_grant(session, actor, grant.id, now=now)
        _archive_one_of_each(session, actor, now)
        _say_more_of_a_contract(session, actor, now)
    first = exported(engine, actor)
    second = again(engine, first, catalogue, now)
    assert second == first
    text = json.dumps(first)
    assert text.count('"archived_at"') == 3
    assert text.count('"ended_at"') == text.count('"notes_are_reserved"') == 1
    assert first["practice"]["as_party"]["name"] == "Cabinet du Port"


def test_filed_documents_are_named_and_not_carried(
    engine: Engine, catalogue: Catalogue, now: datetime
) -> None:
    house = furnish(engine, now)
    certify(engine, house, "domaine", now=now)
    file_paper(engine, house.actor, house.contracts["studio-web-2023"], now)
    first = exported(engine, house.actor)
    (paper,) = first["papers"]
    assert (paper["contract"], paper["kind"]) == ("studio-web-2023", "acceptance")
    (document,) = first["documents"]
    assert (document["asset"], document["title"]) == ("domaine", "Attestation Gandi")
    assert len(document["sha256"]) == 64
    second = again(engine, first, catalogue, now)
    left_out = {"documents", "papers"}
    assert second == {name: part for name, part in first.items() if name not in left_out}


def test_reserved_notes_stay_with_those_who_may_read_them(engine: Engine, now: datetime) -> None:
    house = furnish(engine, now)
    with transaction(engine, house.actor.practice_id) as session:
        asset = session.get(Asset, house.assets["domaine"])
        assert asset
        asset.notes = "Le code est chez Me Durand"
        piece = Piece(kind=PieceKind.NOTES, id=asset.id)
        mark_secret(session, house.actor, piece, secret=True, now=now)
    fewer = replace(house.actor, permissions=house.actor.permissions - {Permission.SECRET_READ})
    assert "Me Durand" in json.dumps(exported(engine, house.actor))
    assert "Me Durand" not in json.dumps(exported(engine, fewer))


def test_nobody_takes_the_register_away_without_the_permission(
    engine: Engine, now: datetime
) -> None:
    house = furnish(engine, now)
    reader = replace(house.actor, permissions=frozenset({Permission.REGISTER_READ}))
    with pytest.raises(DeniedError):
        exported(engine, reader)


def _change_its_terms(session: Session, actor: Actor, row: Contract, now: datetime) -> None:
    """Say of a contract all that can be said of its dates, its notice and its price."""
    said = Agreed(
        starts_on=date(2023, 4, 1),
        ends_on=date(2026, 3, 31),
        initial_term=Period(months=36),
        renewal=Renewal.TACIT,
        renewal_term=Period(months=12),
        notice=Period(months=3),
        provider_notice=Period(days=90),
        counting=Counting.SENDING,
        to_month_end=True,
        moves_to_workday=True,
        alsace_moselle=True,
        early_after=Period(months=12),
        early_notice=Period(months=2),
        early_price="trois mensualités",
        may_end=MayEnd.BOTH,
        notice_form=NoticeForm.EITHER_REGISTERED,
        notice_address="12 rue de l’Exemple, 69000 Lyon",
        obligation=Obligation.MIXED,
        price_cents=15_000,
        price_every=PriceEvery.MONTH,
        ended_on=date(2028, 3, 31),
    )
    assert not said.faults()
    links = session.scalars(select(ContractAsset).where(ContractAsset.contract_id == row.id))
    draft = ContractDraft(
        **vars(said),
        provider_id=row.provider_id,
        reference=row.reference,
        title=row.title,
        asset_ids=tuple(link.asset_id for link in links),
    )
    change_contract(session, actor, Edit(id=row.id, version=row.version), draft, now=now)
    set_days(session, actor, row.id, 90, now=now)


def _say_more_of_a_contract(session: Session, actor: Actor, now: datetime) -> None:
    contract = session.scalars(select(Contract)).first()
    assert contract
    contract_id = contract.id
    _change_its_terms(session, actor, contract, now)
    expects = Expectations(choices=("site", "mail"), text="Un site à nous.\nQui tient.")
    tell_expectations(session, actor, contract_id, expects, now=now)
    drafts = [
        ClauseDraft(clause="C01", reply=ClauseReply.YES, place="p. 3", quote="au nom du Client"),
        ClauseDraft(clause="C07", reply=ClauseReply.SILENT),
    ]
    answer_clauses(session, actor, contract_id, drafts, seen=answers_digest(()), now=now)
    duties = [
        DutyDraft(
            row="R01",
            decides=Side.PARTNER,
            decides_name="Dr Claire Martin",
            does=Side.PROVIDER,
            advises=(Side.PIVOT,),
            informed=(Side.PIVOT, Side.OTHER),
        ),
        DutyDraft(row="R05", does=Side.PROVIDER),
    ]
    nothing = duties_digest({})
    tell_responsibilities(session, actor, contract_id, duties, seen=nothing, now=now)
    sayings = {Element.PRICE: Saying(says="150 € par mois,\nhors taxe")}
    tell_basis(session, actor, contract_id, sayings, seen=basis_digest({}), now=now)


def _archive_one_of_each(session: Session, actor: Actor, now: datetime) -> None:
    asset = session.scalars(select(Asset).where(Asset.slug == "zone-dns")).one()
    person = session.scalars(select(Person).where(Person.slug == "marc-vidal")).one()
    party = session.scalars(select(Party).where(Party.slug == "infogerance")).one()
    archive_asset(session, actor, Edit(id=asset.id, version=asset.version), now=now)
    archive_person(session, actor, Edit(id=person.id, version=person.version), now=now)
    archive_party(session, actor, Edit(id=party.id, version=party.version), now=now)


def _odd_attributes(catalogue: Catalogue, kind_id: str, number: int) -> dict[str, object]:
    samples: dict[AttributeType, object] = {
        AttributeType.TEXT: ODD[number % len(ODD)],
        AttributeType.DATE: date(2031, 2, 28).isoformat(),
        AttributeType.NUMBER: 12.5 if number % 2 else 0,
        AttributeType.YES_NO: bool(number % 2),
        AttributeType.HOSTS: ["ns1.éxemple.example", "ns2.exemple.example"],
    }
    return {
        each.id: samples[each.type]
        for each in catalogue.kinds[kind_id].attributes
        if each.type in samples
    }


def test_an_exit_comes_back_with_its_tasks_and_answers(
    engine: Engine, catalogue: Catalogue, now: datetime
) -> None:
    house = furnish(engine, now)
    actor, contract_id = house.actor, house.contracts["studio-web-2023"]
    with transaction(engine, actor.practice_id) as session:
        case = session.scalars(select(Exit).where(Exit.contract_id == contract_id)).one()
        case.target_on = date(2027, 2, 1)
        case.successor_id = session.get_one(Asset, house.assets["messagerie"]).provider_id
        generate_tasks(session, actor, case.id, catalogue, now=now)
        session.flush()
        first, *_, last = tasks_of(session, actor, case.id)
        closing = Closing(closed_on=now.date(), statement="Rangé.\nRelu à deux.")
        close_task(session, actor, Edit(id=first.id, version=1), closing, now=now)
        own = OwnTask(title="Choisir le repreneur", days=3, needed_by=(last.key,))
        add_task(session, actor, case.id, own, now=now)
        answer = AnswerDraft(list_id=HandingList.REUSE, item="logo", answer="ours", note="acte")
        answer_question(session, actor, case.id, answer, now=now)
        for grant in session.scalars(select(AccessGrant)):
            grant.ends_on = date(2027, 3, 31)
    document = exported(engine, actor)
    told = next(each["exit"] for each in document["contracts"] if "tasks" in each.get("exit", {}))
    assert told["tasks"][0]["statement"] == "Rangé.\nRelu à deux."
    assert told["tasks"][0]["id"].startswith("domaine/")
    assert told["answers"][0]["item"] == "logo"
    assert again(engine, document, catalogue, now) == document


def test_a_task_of_a_file_that_names_nothing_known_is_refused(
    engine: Engine, catalogue: Catalogue, now: datetime
) -> None:
    document = exported(engine, furnish(engine, now).actor)
    case = next(each["exit"] for each in document["contracts"] if "exit" in each)
    title = {"fr": "Appeler", "en": "Call"}
    case["tasks"] = [{"id": "x/appeler", "origin": "own", "title": title, "needs": ["x/rien"]}]
    with pytest.raises(PracticeFileError) as refused:
        import_practice(engine, json.dumps(document).encode(), catalogue, now=now)
    assert set(refused.value.fields.values()) == {"unknown_reference:x/rien"}
