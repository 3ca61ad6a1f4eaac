"""Request and receipt: archival, tagged, same paper, same bytes, signed where it says."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from exports.dossier import Language
from exports.handover import Group, Item, Paper, PaperKind, Side, render

ITEMS = tuple(
    Item(number=f"1.{n}", text=f"Élément {n}", state="received", when="1er décembre 2026")
    for n in range(1, 15)
)


def paper(kind: PaperKind, language: Language = Language.FR, **values: object) -> Paper:
    return Paper(
        **{
            "language": language,
            "kind": kind,
            "practice": Side(name="SELARL Cabinet Exemple"),
            "provider": Side(name="Studio Exemple Web"),
            "contract": "Création du site, SEW-1",
            "number": 1,
            "made_on": date(2026, 12, 1),
            "made": "1er décembre 2026",
            "answer_by": "16 décembre 2026",
            "groups": (Group(title="cabinet-exemple.fr.example", items=ITEMS),),
            **values,
        }
    )


def pages_of(pdf: bytes) -> list[str]:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return [" ".join(page.extract_text().split()) for page in pages]


@pytest.mark.parametrize("kind", PaperKind)
@pytest.mark.parametrize("language", Language)
def test_the_same_paper_has_the_same_bytes_and_is_archival(
    kind: PaperKind, language: Language
) -> None:
    first = render(paper(kind, language))
    assert first == render(paper(kind, language))
    assert b"<pdfaid:part>3</pdfaid:part>" in first
    assert b"<pdfuaid:part>1</pdfuaid:part>" in first


def test_what_is_signed_stands_on_the_page_of_the_signatures() -> None:
    *_, last = pages_of(render(paper(PaperKind.RECEIPT)))
    assert "Signatures" in last
    assert "ne répond plus du service" in last
    assert "____" in last


def test_the_time_of_release_stands_where_it_is_known() -> None:
    released = paper(PaperKind.RECEIPT, released_from="18 décembre 2026 à 18 h 00")
    *_, last = pages_of(render(released))
    assert "à partir du 18 décembre 2026 à 18 h 00" in last
    assert "____" not in last


def test_a_request_prints_nothing_of_what_became_of_its_items() -> None:
    items = (Item(number="1.1", text="Le code", state="refused", words="Facture en attente"),)
    groups = (Group(title="Domaine", items=items),)
    said = " ".join(pages_of(render(paper(PaperKind.REQUEST, groups=groups))))
    assert "Facture en attente" not in said
    assert "Aucun mot de passe" in said
