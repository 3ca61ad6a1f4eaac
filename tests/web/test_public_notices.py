"""What patients or clients are told: neutral, by profession, with the channels that still work."""

import re

import pytest
from flask.testing import FlaskClient

from reversibility.catalogues.professions import Profession, profession_of
from reversibility.catalogues.public_notices import (
    LONGEST_BANNER,
    NoticeKind,
    fill_notice,
    public_notices,
)
from tests.web.house import House
from tests.web.pages import read

BLAME = re.compile(
    r"faute|défaill|hostile|otage|abusif|prestataire|agence|provider|agency|fault|panne|piraté",
    re.IGNORECASE,
)


@pytest.mark.parametrize("profession", list(Profession))
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_no_text_names_or_blames_anybody_and_each_keeps_its_length(
    profession: Profession, locale: str
) -> None:
    told = public_notices()
    channels = ["01 99 00 12 34", "secours@cabinet-exemple.example"]
    for notice in told.notices:
        text = fill_notice(
            notice, told.words(profession), "Cabinet médical Exemple", channels, locale=locale
        )
        assert not BLAME.search(text), text
        assert "01 99 00 12 34" in text
        assert "{" not in text
        if notice.id is NoticeKind.BANNER:
            assert len(text) <= LONGEST_BANNER
        if notice.id is NoticeKind.VOICEMAIL:
            assert len(text.split()) <= 65  # about twenty seconds
    long = fill_notice(told.notices[0], told.words(profession), "x", ["y" * 200], locale=locale)
    assert len(long) <= LONGEST_BANNER


@pytest.mark.parametrize(
    ("activity", "profession"),
    [
        ("médecine générale", Profession.DOCTOR),
        ("86.21Z", Profession.DOCTOR),
        ("Avocats à la cour", Profession.LAWYER),
        ("expertise comptable", Profession.ACCOUNTANT),
        ("Étude notariale", Profession.NOTARY),
        ("géomètre", Profession.OTHER),
        ("", Profession.OTHER),
    ],
)
def test_the_profession_is_proposed_from_the_practice_card(
    activity: str, profession: Profession
) -> None:
    assert profession_of(activity) is profession


def test_an_address_on_a_name_of_the_contract_is_not_ticked_by_itself(
    manager: FlaskClient, house: House
) -> None:
    address = f"/contrats/{house.contracts['studio-web-2023']}/textes-publics"
    page = read(manager.get(address))
    boxes = [item for item in page.all("input") if item.get("type") == "checkbox"]
    on_the_name = [each for each in boxes if "@cabinet-exemple.fr.example" in each["value"]]
    assert on_the_name
    assert not any("checked" in each for each in on_the_name)
    assert "composez le 15" in page.text  # the demo is a doctor's
    chosen = f"{address}?choisi=oui&profession=notary&autre=07 99 00 00 00"
    page = read(manager.get(chosen))
    assert "aucun changement de coordonnées bancaires" in page.text
    assert "Le cabinet reste joignable : 07 99 00 00 00." in page.text


def test_strange_choices_change_nothing(manager: FlaskClient, house: House) -> None:
    address = f"/contrats/{house.contracts['studio-web-2023']}/textes-publics"
    page = read(manager.get(f"{address}?choisi=oui&profession=x&canal=ailleurs&autre=%E2%80%AEx"))
    assert "ailleurs" not in page.text
    assert "à l’accueil du cabinet" in page.text
