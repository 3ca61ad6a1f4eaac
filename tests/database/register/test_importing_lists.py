"""Tables of people, accesses and contracts become what they say, once, or nothing."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from reversibility.access.models import AccessGrant, SecondFactor
from reversibility.contracts.models import Contract, ContractAsset
from reversibility.http.exporting.document import practice_document
from reversibility.http.tables.errors import PreviewBlockedError
from reversibility.http.tables.plan import Action
from reversibility.http.tables.sheets import register_sheets
from reversibility.http.tables.words import sheet as word_of
from reversibility.kernel.actor import PERMISSIONS, Role
from reversibility.kernel.errors import DeniedError
from reversibility.register.models import Person
from tests.database.register.test_importing_tables import CATALOGUE, Desk, desk, faults

__all__ = ["desk"]

PEOPLE = "Intervenant;Nom et prénom;Fonction;Courriel\n"
ACCESSES = "Élément;Qui;Rôle;Double authentification;Adresse de secours\n"
CONTRACTS = "Prestataire;Référence;Objet;Début;Échéance;Préavis;Éléments couverts\n"


def people(desk: Desk) -> dict[str, Person]:
    """Return the people by name."""
    with desk.writing() as session:
        return {person.name: person for person in session.scalars(select(Person))}


def test_people_come_in_once_and_a_formula_stays_a_text(desk: Desk) -> None:
    table = PEOPLE + (
        "Studio Exemple Web;Léa Roux;'=cheffe;lea@studio.example\n"
        "cabinet;Dr Claire Martin;;\n"
        "Studio Exemple Web;Léa Roux;;\n"
        "Inconnu;Paul Petit;;\n"
    )
    preview_id = desk.send(table)
    plan = desk.look(preview_id)
    assert [row.action for row in plan.rows] == [
        Action.CREATE, Action.KEEP, Action.WRONG, Action.WRONG,
    ]  # fmt: skip
    assert faults(plan) == {
        4: [("Intervenant", "row_twice")], 5: [("Intervenant", "party_unknown")],
    }  # fmt: skip
    with pytest.raises(PreviewBlockedError):
        desk.confirm(preview_id, plan.digest)
    assert "Léa Roux" not in people(desk)
    plan = desk.look(preview_id, leaves_wrong=True, creates_parties=True)
    done = desk.confirm(preview_id, plan.digest)
    assert (done.which, done.created, done.parties) == ("people", 2, 1)
    entered = people(desk)
    assert (entered["Léa Roux"].role, entered["Léa Roux"].slug) == ("=cheffe", "lea-roux")
    assert "Paul Petit" in entered


def test_accesses_name_a_person_and_the_real_role_of_that_platform(desk: Desk) -> None:
    table = ACCESSES + (
        "cabinet-exemple.fr.example;Dr Claire Martin;account_holder;application;s@x.example\n"
        "cabinet-exemple.fr.example;Dr Claire Martin;Roi;application;\n"
        "Rien de tel;Dr Claire Martin;Titulaire du compte client;;\n"
        "cabinet-exemple.fr.example;Personne Inconnue;Titulaire du compte client;clé magique;\n"
    )
    preview_id = desk.send(table)
    plan = desk.look(preview_id, leaves_wrong=True)
    assert faults(plan) == {
        3: [("Rôle", "choice_cell")],
        4: [("Élément", "asset_unknown")],
        5: [("Qui", "person_unknown"), ("Double authentification", "choice_cell")],
    }
    assert desk.confirm(preview_id, plan.digest).created == 1
    own = people(desk)["Dr Claire Martin"].id
    with desk.writing() as session:
        (grant,) = session.scalars(
            select(AccessGrant).where(
                AccessGrant.person_id == own,
                AccessGrant.asset_id == desk.house.assets["domaine"],
                AccessGrant.revoked_at.is_(None),
            )
        )
        told = (grant.role, grant.second_factor, grant.recovery_address)
    assert told == ("account_holder", SecondFactor.APP, "s@x.example")


def test_contracts_come_in_with_their_dates_notice_and_assets(desk: Desk) -> None:
    row = "Studio Exemple Web;N-7;Maintenance;01/01/2026;31/12/2026;3 mois;Site web du cabinet\n"
    wrong = "Studio Exemple Web;N-8;Autre;31/12/2026;01/01/2026;demain;\n"
    preview_id = desk.send(CONTRACTS + row + wrong)
    plan = desk.look(preview_id, leaves_wrong=True)
    assert faults(plan) == {3: [("Préavis", "period_cell"), ("Échéance", "ends_before_start")]}
    desk.confirm(preview_id, plan.digest)
    with desk.writing() as session:
        contract = session.scalars(select(Contract).where(Contract.reference == "N-7")).one()
        covered = session.scalars(
            select(ContractAsset.asset_id).where(ContractAsset.contract_id == contract.id)
        ).all()
        assert (contract.ends_on, str(contract.notice)) == (date(2026, 12, 31), "P3M")
    assert covered == [desk.house.assets["site"]]
    again = desk.look(desk.send(CONTRACTS + row))
    assert ([each.action for each in again.rows], again.blocked_by) == ([Action.KEEP], "nothing")


@pytest.mark.parametrize("sheet", ["accesses", "people", "contracts"])
def test_what_was_exported_is_known_when_it_comes_back(desk: Desk, sheet: str) -> None:
    with desk.writing() as session:
        document = practice_document(session, desk.actor)
    title = word_of(sheet, "fr")
    sheets = register_sheets(document, CATALOGUE, "fr")
    written = next(each for each in sheets if each.name == title)
    table = [";".join(map(str, cells)) for cells in (written.heads, *written.rows)]
    plan = desk.look(desk.send("\n".join(table)))
    assert plan.which == sheet
    assert faults(plan) == {}
    assert {row.action for row in plan.rows} == {Action.KEEP}


def test_who_may_not_change_contracts_does_not_import_any(desk: Desk) -> None:
    desk.actor = replace(desk.actor, permissions=PERMISSIONS[Role.CONTRIBUTOR])
    preview_id = desk.send(CONTRACTS + "Studio Exemple Web;N-9;Maintenance;;;;\n")
    with pytest.raises(DeniedError):
        desk.look(preview_id)
