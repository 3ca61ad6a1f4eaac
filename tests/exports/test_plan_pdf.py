"""The exit plan as people and machines read it."""

import io
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from exports.dossier import (
    AccessRow,
    Asset,
    Dossier,
    FieldRow,
    Grade,
    Language,
    Matrix,
    MatrixParty,
    Note,
    Practice,
    Situation,
    SituationId,
    Step,
)
from exports.plan_pdf import render
from exports.plan_pdf.labels import LABELS, labels
from tests.exports.conftest import page_texts
from tests.exports.sample import sample

Pages = Mapping[Language, list[str]]
TEMPLATES = sorted(Path(LABELS).parent.glob("*.typ"))

ORDER = {
    Language.FR: (
        "Plan de sortie",
        "L’essentiel en une minute",
        "Qui est titulaire, qui paie, qui peut entrer",
        "cabinet-exemple.example",
        "Zone DNS de cabinet-exemple.example",
        "Hébergement du site",
        "www.cabinet-exemple.example",
        "Messagerie, 8 boîtes",
        "Compte Google Ads",
        "Fiche d’établissement Google",
        "cabinet-rdv.example",
        "Zone DNS de cabinet-rdv.example",
        "Hébergement de la prise de rendez-vous",
        "Pièces et relevés",
        "Comment lire ce plan",
    ),
    Language.EN: (
        "Exit plan",
        "The essentials in one minute",
        "Who holds, who pays, who can get in",
        "cabinet-exemple.example",
        "DNS zone of cabinet-exemple.example",
        "Website hosting",
        "www.cabinet-exemple.example",
        "Mail, 8 mailboxes",
        "Google Ads account",
        "Google business profile",
        "cabinet-rdv.example",
        "DNS zone of cabinet-rdv.example",
        "Booking page hosting",
        "Evidence",
        "How to read this plan",
    ),
}


def outline(pdf: bytes) -> list[tuple[str, int]]:
    """Top-level bookmarks and the page each opens, from 1."""
    reader = PdfReader(io.BytesIO(pdf))
    top = [item for item in reader.outline if not isinstance(item, list)]
    return [(str(item.title), reader.get_destination_page_number(item) + 1) for item in top]


@pytest.mark.parametrize("language", Language)
def test_the_pages_come_in_the_order_of_the_reader(
    plans: Mapping[Language, bytes], language: Language
) -> None:
    marks = outline(plans[language])
    assert tuple(title for title, _ in marks) == ORDER[language]
    opened = [page for _, page in marks]
    assert opened[:4] == [1, 2, 3, 4]
    assert len(set(opened)) == len(opened), "each part starts a page of its own"


@pytest.mark.parametrize("language", Language)
def test_the_pdf_says_its_title_language_and_that_it_is_tagged_and_archival(
    plans: Mapping[Language, bytes], language: Language
) -> None:
    reader = PdfReader(io.BytesIO(plans[language]))
    root = reader.trailer["/Root"]
    assert reader.metadata is not None
    title = {Language.FR: "Plan de sortie", Language.EN: "Exit plan"}[language]
    assert reader.metadata.title == f"{title}, Studio Exemple Web, Cabinet médical Exemple"
    assert root["/Lang"] == {Language.FR: "fr-FR", Language.EN: "en-GB"}[language]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


def test_the_date_in_the_file_is_the_date_of_the_plan(plans: Mapping[Language, bytes]) -> None:
    metadata = PdfReader(io.BytesIO(plans[Language.FR])).metadata
    assert metadata is not None
    assert metadata.creation_date == datetime(2026, 10, 12, 7, 40, tzinfo=UTC)


def test_every_font_is_inside_the_file(plans: Mapping[Language, bytes]) -> None:
    fonts = set()
    for page in PdfReader(io.BytesIO(plans[Language.FR])).pages:
        fonts |= {
            str(font.get_object()["/BaseFont"]) for font in page["/Resources"]["/Font"].values()
        }
    names = {name.partition("+")[2] for name in fonts}
    assert {"SourceSans3-Regular", "SourceSans3-SemiBold", "SourceSerif4-Regular"} <= names
    assert all(name.startswith("Source") for name in names)


def test_the_same_dossier_gives_the_same_bytes(plans: Mapping[Language, bytes]) -> None:
    assert render(sample(Language.FR)) == plans[Language.FR]


def test_the_cover_names_practice_provider_situation_dates_and_register(pages: Pages) -> None:
    cover = pages[Language.FR][0]
    for said in (
        "SELARL Cabinet médical Exemple",
        "12 rue de l’Exemple, 69000 Lyon · SIREN 123 456 782",
        "Quitter Studio Exemple Web",
        "Situation : sans réponse depuis le 26 août 2026",
        "Fin du contrat 31 mars 2027",
        "Dernier jour pour dénoncer 31 décembre 2026",
        "Responsable au cabinet Dr Claire Martin",
        "Repreneur à désigner",
        "Établi le 12 octobre 2026",
        "Édition n° 3. Remplace celle du 8 octobre 2026, conservée.",
    ):
        assert said in cover
    assert sample().register_sha256 in cover.replace(" ", "")


def test_one_page_says_what_is_at_risk_what_to_do_by_when_and_what_is_not_sure(
    pages: Pages,
) -> None:
    page = pages[Language.FR][1]
    for said in (
        "tient seul 4 de vos 10 éléments",
        "4 en main 2 à confirmer 4 hors de portée, dans tout le registre",
        "1 Renouveler le nom de domaine",
        "Nadia Lopez 20 octobre 2026",
        "4 Poster la dénonciation du contrat",
        "3 décembre 2026 cabinet-exemple.example expire",
        "Non publié : le titulaire du compte client",
        "Source injoignable : le site n’a pas répondu",
        "La facture 2026-031 (240 €)",
        "Établi le 12 octobre 2026 à 9 h 40, d’après le registre n° 118.",
    ):
        assert said in page
    assert "2 / 17" in page


def test_the_english_page_says_the_same(pages: Pages) -> None:
    page = pages[Language.EN][1]
    for said in (
        "alone holds 4 of your 10 assets",
        "4 in hand 2 to confirm 4 out of reach",
        "Nadia Lopez 20 October 2026",
        "Not published: the holder of the customer account",
        "Made on 12 October 2026 at 09:40, from register no. 118.",
    ):
        assert said in page


def test_the_matrix_is_read_by_letters_and_in_words_and_leads_to_the_sheets(
    plans: Mapping[Language, bytes], pages: Pages
) -> None:
    page = pages[Language.FR][2]
    assert "cabinet-exemple.example p. 4 ! T € A" in page
    assert "Zone DNS de cabinet-rdv.example p. 14 T € A a" in page
    assert "Lecture. Sur cinq lignes, personne du cabinet n’administre" in page
    assert "H € A" in pages[Language.EN][2]
    assert len(PdfReader(io.BytesIO(plans[Language.FR])).pages[2]["/Annots"]) == len(
        sample().assets
    )


def test_a_sheet_shows_declared_result_observed_source_and_next_step(pages: Pages) -> None:
    sheet = " ".join(pages[Language.FR][3:6])
    for said in (
        "Élément 1 sur 10 · Nom de domaine .fr · vital Hors de portée",
        "Déclaré, Nadia Lopez, 2 septembre 2026",
        "Relevé, 12 octobre 2026 à 6 h 12",
        "SELARL Cabinet médical Exemple Non concordant STUDIO EXEMPLE WEB SARL",
        "office d’enregistrement, RDAP, P-001, P-002",
        "À faire. Demander au bureau d’enregistrement le changement de titulaire.",
        "Studio Exemple Web Non publié rien de publié",
        "Justifié par un document facture n° 2025-118",
        "Indéterminé deux réponses différentes",
        "Source injoignable aucune réponse",
        "Contact technique Paul Girard Déclaré seulement non vérifié",
        "Secours : contact@studio-exemple.example",
    ):
        assert said in sheet.replace("- exemple", "-exemple")


def test_steps_say_order_proof_who_and_when(pages: Pages) -> None:
    sheet = " ".join(pages[Language.FR][3:6])
    for said in (
        "fait le 8 octobre 2026",
        "2 Écrire au bureau d’enregistrement",
        "Après l’étape 1. Il faut : l’extrait SIRENE",
        "C’est fait quand : le bureau accuse réception",
        "Attention : le bureau répond au prestataire",
        "Délai habituel : cinq jours ouvrés.",
        "Dr Claire Martin 14 octobre 2026",
        "Après les étapes 1 et 2.",
        "le jour même",
        "Remplacer l’adresse de secours par it@",
        "Observation du prestataire Le nom a été réservé à notre nom",
    ):
        assert said in sheet


def test_what_is_only_practice_says_so_and_what_is_unverified_is_a_question(pages: Pages) -> None:
    sheet = " ".join(pages[Language.FR][3:6])
    assert "Certains bureaux bloquent le changement de contact" in sheet
    assert "Pratique connue, à vérifier." in sheet
    assert "Question à poser avant d’agir Le code reste-t-il valable quatorze jours ?" in sheet
    assert "À faire confirmer avant de s’y fier : une suppression par l’office" in sheet
    traps = sheet.partition("Points d’attention")[2].partition("Après la reprise")[0]
    assert "une suppression" not in traps


def test_the_annex_gives_every_full_hash_unbroken(pages: Pages) -> None:
    annex = pages[Language.FR][-2]
    for item in sample().evidence:
        assert item.number in annex
        assert item.sha256 in annex
        assert item.file_name in annex
    assert "12 octobre 2026, 04:12:09 UTC · 2 304 octets" in annex


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (Language.FR, "Elle n’établit ni que le contenu est vrai, ni qui l’a fait."),
        (Language.FR, "ne sont pas encore signés"),
        (Language.FR, "Les heures sont données en heure de Paris"),
        (Language.EN, "It shows neither that the content is true nor who made it."),
        (Language.EN, "are not signed yet"),
    ],
)
def test_the_last_page_says_what_a_hash_does_not_prove(
    pages: Pages, language: Language, said: str
) -> None:
    assert said in pages[language][-1]


HOSTILE = '#include "/etc/passwd" *b* $x$ ] #panic() `raw` \\ <lbl> @ref {provider} [x] //c'


def test_texts_of_people_are_never_read_as_markup() -> None:
    plan = sample()
    row = FieldRow(label=HOSTILE, declared=HOSTILE, observed=HOSTILE, reason=HOSTILE)
    step = Step(number=1, title=HOSTILE, detail=HOSTILE, who=HOSTILE)
    asset = replace(
        plan.assets[0],
        name=HOSTILE,
        kind=HOSTILE,
        fields=(row,),
        accesses=(AccessRow(person=HOSTILE),),
        steps=(step,),
        notes=HOSTILE,
    )
    pdf = render(replace(plan, provider=HOSTILE, headline=HOSTILE, assets=(asset,)))
    text = "".join("".join(page_texts(pdf)).split())
    assert text.count("".join(HOSTILE.split())) >= 8


def test_what_fonts_cannot_show_is_replaced_visibly_and_said_so() -> None:
    plan = replace(sample(), headline="a\x00b 日本 😀 \u202eevil\u202c Łukasz Œuvre")
    text = page_texts(render(plan))
    assert "a□b □□ □ evil Łukasz Œuvre" in text[1]
    assert "Le signe □ remplace un caractère" in text[-1]


def test_names_written_from_right_to_left_are_shown() -> None:
    plan = sample()
    asset = replace(plan.assets[3], name="שלום כהן", notes="مكتب المحاماة")
    text = " ".join(page_texts(render(replace(plan, assets=(asset,)))))
    assert "□" not in text
    assert any(letter in text for letter in "שלום")


def test_an_empty_dossier_still_makes_a_plan_that_explains_itself() -> None:
    plan = Dossier(
        language=Language.FR,
        practice=Practice(name="Cabinet Exemple"),
        provider="Studio Exemple Web",
        situation=Situation(id=SituationId.COOPERATIVE, label="coopère"),
        made_at=datetime(2026, 10, 12, 7, 40, tzinfo=UTC),
        register_sha256="0" * 64,
        headline="Rien n’est encore inscrit.",
    )
    text = page_texts(render(plan))
    assert len(text) == 5
    assert "Le registre ne contient encore aucun élément" in text[2]
    assert "Aucune pièce et aucun relevé" in text[3]


def test_sixty_sheets_with_long_notes_stay_inside_their_pages() -> None:
    plan = sample()
    long_name = "tres-long-sous-domaine." * 8 + "example"
    assets = tuple(
        replace(
            plan.assets[0],
            id=f"a{number}",
            number=number,
            name=long_name,
            notes="Une phrase assez longue. " * 200,
            fields=(FieldRow(label="Titulaire", declared="x" * 3000, observed="mot " * 700),),
        )
        for number in range(1, 61)
    )
    pdf = render(replace(plan, assets=assets))
    marks = outline(pdf)
    assert [title for title, _ in marks].count(long_name) == 60
    assert lowest_ink(pdf, marks[3][1]) > 30


def lowest_ink(pdf: bytes, page: int) -> float:
    """How far above the foot of a sheet of paper the lowest text stands, in points."""
    heights: list[float] = []

    def note(text: str, page: list[float], line: list[float], *_: object) -> None:
        if text.strip():
            heights.append(page[1] * line[4] + page[3] * line[5] + page[5])

    for sheet in PdfReader(io.BytesIO(pdf)).pages[page - 1 : page + 5]:
        sheet.extract_text(visitor_text=note)
    return min(heights)


def test_many_parties_are_spread_over_several_tables_with_the_practice_in_each() -> None:
    plan = sample()
    parties = tuple(
        MatrixParty(
            name="Cabinet Exemple" if number == 0 else f"Tiers {number}", is_practice=not number
        )
        for number in range(9)
    )
    rows = tuple(
        replace(row, cells=(row.cells * 3)[: len(parties)]) for row in plan.matrix.rows[:2]
    )
    text = page_texts(render(replace(plan, matrix=Matrix(parties=parties, rows=rows))))[2]
    assert text.count("Cabinet Exemple") == 3
    assert all(f"Tiers {number}" in text for number in range(1, 9))


def test_more_than_five_actions_are_counted_not_printed() -> None:
    plan = sample()
    text = page_texts(render(replace(plan, actions=plan.actions * 3)))[1]
    assert "Et 7 de plus" in text


def test_a_year_in_another_time_zone_is_the_local_one() -> None:
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    text = page_texts(render(replace(sample(), made_at=late, assets=(), matrix=Matrix())))
    assert "Établi le 1er janvier 2027 à 0 h 30" in text[1]


def test_a_note_of_grade_c_says_it_is_known_practice_in_english_too() -> None:
    note = Note(text="Menus differ.", grade=Grade.C)
    asset = Asset(
        id="x", number=1, kind="k", name="n", state=sample().assets[0].state, traps=(note,)
    )
    text = page_texts(render(replace(sample(Language.EN), assets=(asset,), matrix=Matrix())))
    assert "Menus differ. Known practice, to be checked." in " ".join(text)


def test_both_languages_have_the_same_labels_with_the_same_blanks() -> None:
    french, english = labels(Language.FR).plain(), labels(Language.EN).plain()
    assert french.keys() == english.keys()
    for name, text in french.items():
        if isinstance(text, str) and name not in {"time", "date"}:
            assert blanks(text) == blanks(str(english[name])), name


def blanks(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", text))


def test_templates_use_known_labels_and_every_label_is_used() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    code += "\n".join(
        path.read_text(encoding="utf-8") for path in sorted(LABELS.parent.glob("*.py"))
    )
    known = labels(Language.FR).plain().keys()
    asked = set(re.findall(r"words\.(?!at\b|say\b|plain\b|lists\b)(\w+)", code)) - {"texts"}
    assert asked <= known
    composed = ("_means", "_count", "level_", "confirmed", "contradicted", "inconclusive")
    composed += ("not_published", "unreachable", "proved_by_document", "in_hand", "to_confirm")
    composed += ("out_of_reach",)
    unused = {
        name
        for name in known - asked
        if f'"{name}"' not in code and not any(part in name for part in composed)
    }
    assert unused == set()


def test_french_labels_keep_the_spaces_of_french_printing() -> None:
    table = tomllib.loads(LABELS.read_text(encoding="utf-8"))["fr"]
    for name, text in table.items():
        for line in text if isinstance(text, list) else [text]:
            assert not re.search(r"[ \w][;!?]", line), name
            assert not re.search(r"[^\u00a0]:(?! ?\{|\d|0)", line) or name == "instant_utc", name
            assert "'" not in line, name
            assert not re.search(r"«[^\u202f]|[^\u202f]»", line), name


@pytest.mark.parametrize("file", [LABELS, LABELS.parent.parent / "messages.toml"])
def test_nothing_we_print_accuses_or_promises(file: Path) -> None:
    text = file.read_text(encoding="utf-8").lower()
    for word in (
        "hostile",
        "fautif",
        "défaillant",
        "otage",
        "malveillant",
        "abusif",
        "irréfutable",
        "infalsifiable",
        "opposable",
        "certifié",
        "garanti",
        "actif numérique",
        "verdict",
        "droit d’accès",
        "propriétaire",
        "vous avez droit",
        "preuve",
    ):
        assert not re.search(rf"\b{word}", text), word
