"""The reversibility annex as a reader finds it: pages, texts, archival form, same bytes."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from exports.annex import (
    Annex,
    Clause,
    Contact,
    Contract,
    Held,
    Party,
    Reply,
    Return,
    Step,
    Term,
    render,
)
from exports.dossier import Duty, Grade, Language

MADE = datetime(2026, 11, 30, 9, 15, tzinfo=UTC)


def make_annex(language: Language = Language.FR, assets: int = 2) -> Annex:
    held = tuple(
        Held(
            name=f"cabinet-{number}.example",
            kind="Nom de domaine .fr",
            is_covered=number != 1,
            holder="Cabinet Exemple",
            provider="Studio Exemple Web",
            inside=("Dr Claire Martin (Titulaire du compte)",),
            expires_on=date(2027, 3, 1),
        )
        for number in range(assets)
    )
    returned = Return(
        name="cabinet-0.example",
        kind="Nom de domaine .fr",
        hand_over=(
            Term(text="Le code d’autorisation de transfert."),
            Term(text="Un export daté de la zone DNS.", grade=Grade.C),
        ),
        summary="Le prestataire remet le code, et le cabinet transfère le nom dans son compte.",
        steps=(
            Step(who="Le Client", text="Ouvrir un compte au nom du cabinet"),
            Step(who="Le Prestataire", text="Remettre le code d’autorisation de transfert"),
        ),
        days=9,
    )
    clauses = (
        Clause(title="Titulaire du nom de domaine", reply=Reply.YES, place="article 4"),
        Clause(
            title="Délai de restitution",
            reply=Reply.SILENT,
            silent="Rien n’est chiffré.",
            source="Source : règlement (UE) 2023/2854 (eur-lex.europa.eu), lu le 23 novembre 2026.",
            negotiate="« Le Prestataire remet sous quinze jours les accès. »",
        ),
        Clause(title="Sauvegardes à portée du cabinet", reply=Reply.OPEN),
    )
    return Annex(
        language=language,
        practice=Party(
            name="Cabinet Exemple",
            legal_name="SELARL Cabinet médical Exemple",
            legal_form="SELARL",
            siren="123456782",
            address="1 rue de la Paix, 69001 Lyon",
            people=("Dr Claire Martin", "Dr Paul Lefèvre"),
        ),
        provider=Party(name="Studio Exemple Web"),
        contract=Contract(
            title="Création et maintenance du site",
            reference="D-2026-118",
            starts_on=date(2026, 12, 1),
            notice="3 mois",
        ),
        made_at=MADE,
        number=2,
        content_sha256="ab" * 32,
        held=held,
        returns=(returned,),
        clauses=clauses,
        expects=("Site", "Maintenance"),
        expects_text="Un site à nous.\nQuelqu’un qui répond.",
        contacts=(
            Contact(name="Marc Vidal", party="Studio Exemple Web", email="m@studio.example"),
        ),
        time_zone="Europe/Paris",
    )


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\xa0", " ").split())


def test_an_annex_says_who_holds_what_how_it_comes_back_and_where_to_sign() -> None:
    text = text_of(render(make_annex()))
    for said in (
        "Annexe de réversibilité", "SELARL Cabinet médical Exemple", "SIREN 123456782",
        "Studio Exemple Web", "SIREN à compléter", "Création et maintenance du site", "D-2026-118",
        "1er mars 2027", "hors de ce contrat", "non renseigné", "Titulaire du compte",
        "Un export daté de la zone DNS.", "au plus tôt 9 jours", "article 4", "n’en dit rien",
        "Rien n’est chiffré.", "lu le 23 novembre 2026", "Un site à nous.", "Quelqu’un qui répond.",
        "Observation du Prestataire", "Marc Vidal", "Pour SELARL Cabinet médical Exemple",
        "Pour Studio Exemple Web", "Signature", "30 novembre 2026 à 10 h 15", "ab" * 8,
        "que nous n’avons pas pu relire dans une source publique",
        "Le Repreneur est celui qui prend la suite",
        "Information, à relire avec un professionnel du droit",
    ):  # fmt: skip
        assert said.replace("\xa0", " ") in text, said


def test_an_annex_in_english_has_no_french_of_ours() -> None:
    text = text_of(render(make_annex(Language.EN)))
    assert "Reversibility annex" in text
    assert "The Provider" in text
    assert "30 November 2026" in text
    for french in ("Annexe", "Le Client :", "non renseigné", "Signature du"):
        assert french not in text


def test_an_annex_is_archivable_and_can_be_read_aloud() -> None:
    pdf = render(make_annex())
    assert b"pdfaid:part>3<" in pdf or b"<pdfaid:part>3" in pdf
    assert b"pdfuaid:part" in pdf
    reader = PdfReader(io.BytesIO(pdf))
    assert reader.metadata is not None
    assert reader.metadata.title == "Annexe de réversibilité, Cabinet Exemple et Studio Exemple Web"
    assert reader.trailer["/Root"]["/Lang"] == "fr-FR"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_same_annex_is_the_same_file() -> None:
    assert render(make_annex()) == render(make_annex())
    assert render(make_annex()) != render(replace(make_annex(), number=3))


@pytest.mark.parametrize(
    ("language", "title", "gaps", "last"),
    [
        (Language.FR, "5. Qui fait quoi", ("à désigner", "nom à donner"), "9. Signatures"),
        (Language.EN, "5. Who does what", ("to be assigned", "name to be given"), "9. Signatures"),
    ],
)
def test_who_does_what_is_read_on_one_page_with_its_gaps_to_fill_in(
    language: Language, title: str, gaps: tuple[str, str], last: str
) -> None:
    named = Duty(
        title="Données personnelles",
        decides="Dr Claire Martin-Lefèvre",
        does="l’interlocuteur du cabinet",
        advises="un associé, le prestataire",
        informed="l’interlocuteur du cabinet",
    )
    duties = (
        Duty(title="Sauvegardes", is_gap=True),
        Duty(title="Certificats", decides="le prestataire", is_gap=True),
        *(replace(named, title=f"{named.title} ({number})") for number in range(20)),
    )
    pdf = render(replace(make_annex(language), duties=duties))
    assert b"pdfuaid:part" in pdf
    pages = [page.extract_text().replace("\xa0", " ") for page in PdfReader(io.BytesIO(pdf)).pages]
    page = next(page for page in pages if title in page)
    assert all(duty.title.split()[0] in page for duty in duties)
    assert "(19)" in page
    assert all(gap in page for gap in gaps)
    assert last in pages[-1]


def test_where_nobody_said_who_does_what_no_section_is_made_of_it() -> None:
    text = text_of(render(make_annex()))
    assert "Qui fait quoi" not in text
    assert "5. Ce que le Client pense acheter" in text


def test_an_annex_without_any_asset_leaves_lines_to_write_on() -> None:
    bare = replace(make_annex(assets=0), returns=(), clauses=(), expects=(), expects_text="")
    text = text_of(render(replace(bare, contacts=())))
    assert "Les parties les listent ici à la main" in text
    assert "Ce contrat ne couvre encore aucun élément du registre." in text
    assert "Le Client n’a rien indiqué." in text
    assert "8. Signatures" in text


@pytest.mark.parametrize(
    "typed",
    [
        "#strong[x] *y* $z$ \\ @a <b> // c",
        "=cmd|' /C calc'!A0",
        "שרה כהן · العربية · 🏥",
        "x" * 5000,
        "\u202eegatleveR",
        "ligne\nligne\r\nligne",
    ],
)
def test_what_people_type_is_printed_and_never_obeyed(typed: str) -> None:
    base = make_annex()
    annex = replace(
        base,
        provider=Party(name=typed, legal_name=typed, address=typed, people=(typed,)),
        contract=replace(base.contract, title=typed, reference=typed),
        held=tuple(
            replace(each, name=typed, holder=typed, inside=(typed,), outside=(typed,))
            for each in base.held
        ),
        expects_text=typed,
        contacts=(Contact(name=typed, party=typed, role=typed, email=typed, phone=typed),),
    )
    text = text_of(render(annex))
    wanted = "#strong[x]" if typed.startswith("#") else "8. Signatures"
    assert wanted in text
    assert "\u202e" not in text


def test_sixty_assets_keep_their_rows_and_their_signatures_together() -> None:
    pdf = render(make_annex(assets=60))
    text = text_of(pdf)
    assert all(f"cabinet-{number}.example" in text for number in range(60))
    last = PdfReader(io.BytesIO(pdf)).pages[-1].extract_text()
    assert "Pour Studio Exemple Web" in last.replace("\xa0", " ")


@pytest.mark.parametrize("assets", [1, 3, 6, 10, 14])
def test_help_with_the_exit_is_read_on_one_page(assets: int) -> None:
    pages = [
        page.extract_text().replace("\xa0", " ")
        for page in PdfReader(io.BytesIO(render(make_annex(assets=assets)))).pages
    ]
    help_page = next(page for page in pages if "7. Aide à la sortie" in page)
    assert "prix d’une journée, hors taxes" in help_page
