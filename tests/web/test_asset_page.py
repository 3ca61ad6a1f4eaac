"""One element: the sentence, declared beside seen, who gets in, the way back, the evidence."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from probes.interface import HolderClass, VerdictField, VerdictState, message
from reversibility.kernel import clock
from reversibility.kernel.actor import Role
from reversibility.register.models import Asset
from reversibility.store.session import transaction
from tests.factories.evidence import RAW
from tests.web.conftest import AppMaker
from tests.web.house import House, answers_of, examine, furnish, seat, theirs
from tests.web.pages import read


def test_an_element_held_by_the_agency_says_so_in_its_first_sentence(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    asset_id = examine(desk_engine, house, "domaine", theirs(), now=clock.now())
    page = read(manager.get(f"/registre/{asset_id}"))
    assert page.heading == (
        "cabinet-exemple.fr.example est inscrit au nom de STUDIO EXEMPLE WEB, pas au vôtre."
    )
    assert "Le numéro d’entreprise publié (222 222 226) est celui de" in page.text


@pytest.mark.parametrize(
    ("slug", "start", "end"),
    [
        ("domaine-rdv", "Vous vous déclarez titulaire de cabinet-rdv", "et vous pouvez y entrer."),
        (
            "google-ads",
            "Exemple Ads est titulaire de « Compte Google Ads », et ",
            "personne au cabinet n’en est administrateur.",
        ),
        (
            "site",
            "Vous vous déclarez titulaire de « Site web du cabinet », mais ",
            "seul Studio Exemple Web en est administrateur.",
        ),
    ],
)
def test_the_first_sentence_follows_from_who_holds_and_who_gets_in(
    manager: FlaskClient, house: House, slug: str, start: str, end: str
) -> None:
    heading = read(manager.get(f"/registre/{house.assets[slug]}")).heading.replace("\u00a0", " ")
    assert heading.startswith(start)
    assert heading.endswith(end)


def test_a_masked_holder_is_calm_and_never_said_to_be_somebody_else(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    masked = theirs(
        state=VerdictState.NOT_PUBLISHED,
        observed="",
        holder=HolderClass.REDACTED,
        reasons=(message("OWN02_PERSON_HIDDEN"),),
        next_step=message("VRD_NEXT_ASK_REGISTRAR"),
    )
    asset_id = examine(desk_engine, house, "domaine-rdv", masked, now=clock.now())
    page = read(manager.get(f"/registre/{asset_id}"))
    assert page.heading.endswith("ce que la source ne publie pas.")
    assert "C’est le cas normal" in page.text
    assert "À faire : Demandez au bureau d’enregistrement" in page.text
    assert "pas au vôtre" not in page.text


def test_what_the_last_check_found_is_a_point_to_deal_with_and_says_what_to_do(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    found = (
        message("MAI03_ABSENT", name="cabinet-exemple.fr.example"),
        message("SEC02_EXPIRED", zone="cabinet-exemple.fr.example"),
        message("MAI04_NOBODY", name="cabinet-exemple.fr.example"),
    )
    asset_id = examine(desk_engine, house, "domaine", theirs(), now=clock.now(), found=found)
    text = read(manager.get(f"/registre/{asset_id}")).text.replace("\u00a0", " ")
    points = text[text.index("Ce que la dernière vérification a relevé") :]
    critical = points.index("Les signatures de cabinet-exemple.fr.example ont expiré")
    assert critical < points.index("cabinet-exemple.fr.example ne dit pas ce que les destinataires")
    assert "Faites signer la zone à nouveau aujourd’hui" in points
    assert "Personne ne reçoit les rapports" not in text
    english = read(manager.get(f"/registre/{asset_id}?lang=en")).text
    assert "Have the zone signed again today" in english


def test_what_the_last_check_no_longer_finds_is_gone(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    now, expired = clock.now(), message("SEC02_EXPIRED", zone="cabinet-exemple.fr.example")
    before = now - timedelta(days=1)
    examine(desk_engine, house, "domaine", theirs(), now=before, found=(expired,))
    asset_id = examine(desk_engine, house, "domaine", theirs(), now=now)
    assert "ont expiré" not in read(manager.get(f"/registre/{asset_id}")).text


def test_what_a_registry_confirms_is_said_as_a_fact(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    proved = theirs(state=VerdictState.CONFIRMED, holder=HolderClass.PRACTICE, reasons=())
    asset_id = examine(desk_engine, house, "domaine-rdv", proved, now=clock.now())
    heading = read(manager.get(f"/registre/{asset_id}")).heading
    assert heading == "Vous êtes titulaire de cabinet-rdv.com.example, et vous pouvez y entrer."


def test_a_source_that_no_longer_answers_leaves_what_it_said_before(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    now = clock.now()
    examine(desk_engine, house, "domaine", theirs(), now=now - timedelta(days=3))
    silent = theirs(state=VerdictState.UNREACHABLE, observed="", holder=None, reasons=())
    asset_id = examine(desk_engine, house, "domaine", silent, now=now)
    text = read(manager.get(f"/registre/{asset_id}")).text
    assert "Source injoignable" in text
    assert "la source répondait : STUDIO EXEMPLE WEB." in text


def test_a_result_older_than_a_month_is_to_be_verified_again(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    long_ago = clock.now() - timedelta(days=31)
    asset_id = examine(desk_engine, house, "domaine", theirs(), now=long_ago)
    assert "il est à revérifier" in read(manager.get(f"/registre/{asset_id}")).text


def test_the_chain_of_holding_is_dashed_from_the_first_link_that_is_not_yours(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    registrar = theirs(
        field=VerdictField.REGISTRAR,
        state=VerdictState.CONFIRMED,
        observed="Registrar Exemple SAS",
        holder=None,
    )
    asset_id = examine(desk_engine, house, "domaine", theirs(), registrar, now=clock.now())
    html = manager.get(f"/registre/{asset_id}").text
    links = re.findall(
        r'<li class="(chain-link[^"]*)">.*?<strong>([^<]+)</strong>', html, re.DOTALL
    )
    assert [name for _, name in links] == [
        "Office d’enregistrement",
        "Bureau d’enregistrement",
        "Titulaire",
        "Titulaire du compte",
        "Payé par",
    ]
    assert ["broken" in kind for kind, _ in links] == [False, True, True, True, True]


def test_the_raw_answer_is_one_click_away_and_is_exactly_what_came(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    asset_id = examine(desk_engine, house, "domaine", theirs(), now=clock.now())
    page = read(manager.get(f"/registre/{asset_id}"))
    rdap = next(row for row in answers_of(desk_engine, house, asset_id) if row.raw == RAW)
    assert f"/releves/{rdap.id}" in {link["href"] for link in page.all("a")}
    answer = manager.get(f"/releves/{rdap.id}")
    assert answer.data == RAW
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=cabinet-exemple")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.mimetype == "application/octet-stream"


def test_accesses_show_the_real_name_of_the_role_and_who_holds_the_second_step(
    manager: FlaskClient, house: House
) -> None:
    text = read(manager.get(f"/registre/{house.assets['domaine-rdv']}")).text
    assert "Dr Claire Martin" in text
    assert "secours@boite-exemple.example" in text
    assert "account_holder" not in text


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", "Sans réponse du prestataire"),
        ("?situation=contested", "Remise refusée ou contestée"),
        ("?situation=hostile", "Sans réponse du prestataire"),
        ("?situation=" + "x" * 5000, "Sans réponse du prestataire"),
    ],
)
def test_the_steps_are_those_of_the_open_exit_unless_another_situation_is_asked_for(
    manager: FlaskClient, house: House, asked: str, shown: str
) -> None:
    html = manager.get(f"/registre/{house.assets['domaine']}{asked}").text
    chosen = re.findall(r'href="\?[^"]*|situation=\w+#recovery" aria-current="true">([^<]+)<', html)
    assert shown in chosen


def test_what_people_typed_is_text_and_never_markup(
    manager: FlaskClient, desk_engine: Engine, house: House
) -> None:
    hostile = "<script>alert(1)</script> 🦷"
    with transaction(desk_engine, house.actor.practice_id) as session:
        row = session.get_one(Asset, house.assets["google-ads"])
        row.name, row.notes = hostile, hostile
    html = manager.get(f"/registre/{house.assets['google-ads']}").text
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 🦷" in html


def test_verifying_one_element_leads_to_its_progress_and_twice_is_once(
    manager: FlaskClient, house: House
) -> None:
    address = f"/registre/{house.assets['domaine']}"
    form = read(manager.get(address)).form
    first = manager.post(f"{address}/verifier", data=form)
    again = manager.post(f"{address}/verifier", data=form)
    assert first.status_code == 302
    assert again.headers["Location"] == first.headers["Location"]


def test_what_has_no_public_source_cannot_be_verified_and_says_what_to_do(
    manager: FlaskClient, house: House
) -> None:
    page = read(manager.get(f"/registre/{house.assets['google-ads']}"))
    assert "Vérifier maintenant" not in page.text
    answer = manager.post(f"/registre/{house.assets['google-ads']}/verifier", data=page.form)
    assert answer.status_code == 422
    assert "ajoutez un justificatif" in read(answer).text


@pytest.mark.parametrize("address", ["/registre/{id}/verifier", "/registre/verifier"])
def test_a_post_without_its_token_verifies_nothing(
    manager: FlaskClient, house: House, address: str
) -> None:
    assert manager.post(address.format(id=house.assets["domaine"])).status_code == 400


def test_the_elements_of_another_practice_are_not_there(make_app: AppMaker, engine: Engine) -> None:
    now = clock.now()
    house, other = furnish(engine, now), furnish(engine, now, siren="552100554")
    asset_id = examine(engine, other, "domaine", theirs(), now=now)
    answer_id = answers_of(engine, other, asset_id)[0].id
    client = seat(make_app(engine), engine, house, Role.OWNER, now)
    token = read(client.get("/registre")).form
    for address in (f"/registre/{asset_id}", f"/releves/{answer_id}"):
        assert client.get(address).status_code == 404
    assert client.post(f"/registre/{asset_id}/verifier", data=token).status_code == 404


@pytest.mark.parametrize("tampered", ["42", "01930000-0000-7000-8000-00000000000Z", "é" * 3000])
def test_an_address_that_was_tampered_with_gets_the_page_that_is_not_there(
    manager: FlaskClient, tampered: str
) -> None:
    answer = manager.get(f"/registre/{tampered}")
    assert answer.status_code == 404
    assert "n’existe pas" in read(answer).heading


@pytest.mark.parametrize("kind", ["releves", "documents", "verifications", "contrats"])
def test_what_was_never_there_gets_the_page_that_is_not_there(
    manager: FlaskClient, house: House, kind: str
) -> None:
    answer = manager.get(f"/{kind}/{house.assets['domaine']}")
    assert answer.status_code == 404
    assert "n’existe pas" in read(answer).heading


def test_an_auditor_sees_no_element_yet(desk_app: Flask, desk_engine: Engine, house: House) -> None:
    client = seat(desk_app, desk_engine, house, Role.AUDITOR, clock.now())
    assert client.get(f"/registre/{house.assets['domaine']}").status_code == 403
