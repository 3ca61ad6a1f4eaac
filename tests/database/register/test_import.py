"""A practice file becomes a register: whole, or not at all with every fault named."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine, text

from reversibility.access.queries import list_grants
from reversibility.accounts.errors import PracticeKnownError
from reversibility.catalogues.loader import load_catalogue
from reversibility.catalogues.models import Catalogue
from reversibility.contracts.queries import list_contracts
from reversibility.exits.queries import find_exit
from reversibility.http.importing.practice import import_practice
from reversibility.http.practice_file import NotJsonError, PracticeFileError
from reversibility.http.refusals import fault
from reversibility.journal.service import check_chain
from reversibility.kernel.actor import operator
from reversibility.register.queries import list_assets, list_parties
from reversibility.store.session import transaction
from tests.demo.practice_file import practice_file
from tests.factories.kinds import write_catalogue

Document = dict[str, Any]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """Return the small catalogue of the tests."""
    return load_catalogue(write_catalogue(tmp_path_factory.mktemp("kinds")))


def document() -> Document:
    """Return a small practice file."""
    return {
        "format": "reversibility-practice/1",
        "practice": {
            "legal_name": "SELARL Cabinet médical Exemple",
            "siren": "123 456 782",
            "trading_names": ["Cabinet médical Exemple"],
            "address": {"street": "12 rue de l’Exemple", "postcode": "69000", "city": "Lyon"},
            "staff": [{"id": "claire", "name": "Dr Claire Martin"}],
        },
        "parties": [
            {
                "id": "studio",
                "name": "Studio Exemple Web",
                "siren": "222222226",
                "people": [{"id": "marc", "name": "Marc Vidal"}],
            }
        ],
        "assets": [
            {
                "id": "domaine",
                "kind": "a_domain",
                "name": "cabinet.example",
                "holder": "cabinet",
                "payer": "studio",
                "attributes": {"domain": "cabinet.example"},
                "accesses": [
                    {"person": "marc", "role": "holder", "second_factor": "sms"},
                    {"person": "claire", "role": "guest", "recovery_address": "a@b.example"},
                ],
            },
            {
                "id": "zone",
                "kind": "a_zone",
                "name": "Zone",
                "attributes": {"domain": "cabinet.example"},
                "depends_on": ["domaine"],
            },
        ],
        "contracts": [
            {
                "id": "contrat",
                "provider": "studio",
                "reference": "SEW-1",
                "title": "Site",
                "starts_on": "2024-04-01",
                "ends_on": "2027-03-31",
                "notice": "P3M",
                "assets": ["domaine", "zone"],
                "exit": {
                    "situation": "silent",
                    "lead": "claire",
                    "unanswered": [
                        {"sent_on": "2026-10-08", "channel": "courriel"},
                        {"sent_on": "2026-11-05", "channel": "lettre recommandée"},
                    ],
                },
            }
        ],
    }


def dump(content: object) -> bytes:
    """Write a document as a file."""
    return json.dumps(content, ensure_ascii=False).encode()


def test_the_whole_file_is_in_the_register(engine: Engine, small: Catalogue, now: datetime) -> None:
    done = import_practice(engine, dump(document()), small, now=now)
    assert (done.assets, done.providers, done.contracts) == (2, 1, 1)
    actor = operator(done.practice_id)
    with transaction(engine, done.practice_id, read_only=True) as session:
        domain, zone = list_assets(session, actor)
        grants = list_grants(session, actor)
        (contract,) = list_contracts(session, actor, today=now.date())
        case = find_exit(session, actor, contract.id)
        parties = list_parties(session, actor)
        chain = check_chain(session, actor)
    assert (domain.holder and domain.holder.name) == "Cabinet médical Exemple"
    assert (domain.payer and domain.payer.name) == "Studio Exemple Web"
    assert (zone.depends_on, domain.dependents) == ((domain.id,), (zone.id,))
    assert [(line.person, line.role) for line in grants[domain.id]] == [
        ("Marc Vidal", "holder"),
        ("Dr Claire Martin", "guest"),
    ]
    assert contract.dates.notice is not None
    assert contract.dates.notice.last_day == date(2026, 12, 31)
    assert case is not None
    assert (case.lead, len(case.unanswered)) == ("Dr Claire Martin", 2)
    assert [party.name for party in parties] == ["Cabinet médical Exemple", "Studio Exemple Web"]
    assert chain.is_whole
    assert chain.entries == 12


def test_the_same_practice_twice_is_refused_and_changes_nothing(
    engine: Engine, small: Catalogue, now: datetime
) -> None:
    import_practice(engine, dump(document()), small, now=now)
    with pytest.raises(PracticeKnownError):
        import_practice(engine, dump(document()), small, now=now)
    assert rows(engine) == {"practices": 1, "parties": 2, "assets": 2, "journal_entries": 12}


Spoil = Callable[[Document], None]


def put(path: str, value: object) -> Spoil:
    """Return what sets one place of a document: `assets.0.holder`."""

    def spoil(whole: Document) -> None:
        *outer, last = path.split(".")
        place: Any = whole
        for step in outer:
            place = place[int(step)] if step.isdigit() else place[step]
        place[last] = value

    return spoil


@pytest.mark.parametrize(
    ("spoil", "place", "code"),
    [
        (put("format", "autre"), "format", "format:reversibility-practice/1"),
        (put("practice.siren", "12345678"), "practice.siren", "siren_length:8"),
        (put("practice.siren", "123456789"), "practice.siren", "siren_check"),
        (put("practice.legal_name", ""), "practice.legal_name", "required"),
        (put("practice.legal_name", "x" * 5000), "practice.legal_name", "too_long:200"),
        (put("practice.legal_name", "a\x00b"), "practice.legal_name", "control_character"),
        pytest.param(
            put("practice.legal_name", "a\nb"),
            "practice.legal_name",
            "control_character",
            id="two lines",
        ),
        pytest.param(
            put("practice.legal_name", "a\u202eb"),
            "practice.legal_name",
            "control_character",
            id="turned",
        ),
        (put("practice.nom", "x"), "practice.nom", "unknown_field"),
        (put("assets.0.holdr", "cabinet"), "assets[0].holdr", "unknown_field"),
        (put("assets.0.holder", "personne"), "assets[0].holder", "unknown_reference:personne"),
        (put("assets.0.kind", "a_car"), "assets[0].kind", "one_of:a_domain, a_mail, a_zone"),
        (put("assets.0.importance", 9), "assets[0].importance", "importance"),
        (put("assets.0.importance", 2.7), "assets[0].importance", "wrong_type"),
        (put("assets.0.attributes", {}), "assets[0].attributes.domain", "required"),
        (put("assets.1.id", "domaine"), "assets[1].id", "duplicate:domaine"),
        (put("assets.0.id", "Mon domaine"), "assets[0].id", "slug"),
        (put("assets.0.depends_on", ["zone"]), "assets", "cycle:domaine > zone > domaine"),
        (put("assets.1.depends_on", ["domaine"] * 2), "assets[1].depends_on[1]", "listed_twice:"),
        (put("contracts.0.assets", ["zone"] * 2), "contracts[0].assets[1]", "listed_twice:zone"),
        (put("assets.0.accesses.0.role", "roi"), "assets[0].accesses[0].role", "one_of:"),
        (put("contracts.0.ends_on", "31/03/2027"), "contracts[0].ends_on", "date"),
        (put("contracts.0.ends_on", "9999-12-31"), "contracts[0].ends_on", "year"),
        pytest.param(
            put("contracts.0.notice", "P101Y"), "contracts[0].notice", "period", id="a century"
        ),
        (put("contracts.0.notice", "3 mois"), "contracts[0].notice", "period"),
        (put("contracts.0.provider", "cabinet"), "contracts[0].provider", "unknown_reference:"),
        (put("contracts.0.exit.situation", "hostile"), "contracts[0].exit.situation", "one_of:"),
        (put("parties", "studio"), "parties", "wrong_type"),
    ],
)
def test_a_fault_is_named_with_its_place_and_nothing_is_written(
    engine: Engine, small: Catalogue, now: datetime, spoil: Spoil, place: str, code: str
) -> None:
    whole = document()
    spoil(whole)
    with pytest.raises(PracticeFileError) as refused:
        import_practice(engine, dump(whole), small, now=now)
    assert refused.value.fields[place].startswith(code)
    assert sum(rows(engine).values()) == 0


def test_every_fault_is_named_at_once(engine: Engine, small: Catalogue, now: datetime) -> None:
    whole = document()
    for spoil in (put("assets.0.holder", "x"), put("assets.1.payer", "y")):
        spoil(whole)
    with pytest.raises(PracticeFileError) as refused:
        import_practice(engine, dump(whole), small, now=now)
    assert set(refused.value.fields) == {"assets[0].holder", "assets[1].payer"}


@pytest.mark.parametrize(
    ("content", "place", "code"),
    [
        (b'{"a": 1,}', "1:9", "json_syntax"),
        (b'{\n "a"', "2:5", "json_syntax"),
        (b"", "1:1", "json_syntax"),
        ('{\n "é'.encode("latin-1"), "2:3", "json_encoding"),
        (b"[" * 100_000, "", "json_nesting"),
        (b'{"a": NaN}', "", "json_number:NaN"),
        (b'{"a": ' + b"1" * 5_000 + b"}", "", "json_number:4300+"),
        (b'{"a": 1, "b": 2, "a": 3}', "", "json_twice:a"),
        (rb'{"a": "x\ud800y"}', "", r"json_half_character:\ud800"),
    ],
)
def test_what_is_no_json_says_where_and_why(
    engine: Engine, small: Catalogue, now: datetime, content: bytes, place: str, code: str
) -> None:
    with pytest.raises(NotJsonError) as refused:
        import_practice(engine, content, small, now=now)
    assert refused.value.fields == {place: code}
    assert fault(code, "fr") != fault("wrong_type", "fr")


def test_a_silence_without_two_messages_is_refused_and_nothing_is_written(
    engine: Engine, small: Catalogue, now: datetime
) -> None:
    whole = document()
    put("contracts.0.exit.unanswered", [])(whole)
    with pytest.raises(Exception, match="silence_unproved"):
        import_practice(engine, dump(whole), small, now=now)
    assert sum(rows(engine).values()) == 0


def test_the_demo_file_fits_the_shipped_catalogue(engine: Engine, now: datetime) -> None:
    content = practice_file(now.date()).encode()
    done = import_practice(engine, content, load_catalogue(), now=now)
    assert (done.assets, done.providers) == (10, 3)


def rows(engine: Engine) -> dict[str, int]:
    """Count what is in the database, whoever owns it."""
    tables = ("practices", "parties", "assets", "journal_entries")
    with transaction(engine, None, read_only=True) as session:
        return {
            name: session.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
            for name in tables
        }
