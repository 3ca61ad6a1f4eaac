"""The leaflet of a kind: two pages, whatever the kind says; nothing of it is lost."""

import io
from dataclasses import replace
from datetime import date

from pypdf import PdfReader

from exports.dossier import Language
from exports.leaflet import Kind, Line, Note, Reference, Step, Way, render
from tests.exports.conftest import page_texts

READ = Note(text="La plateforme ne connaît que le titulaire.", source=1)
KNOWN = Note(text="Le support répond en semaine.")


def step(number: int, **more: str) -> Step:
    """Return one step of a way."""
    return Step(
        title=f"Demander la pièce {number}",
        detail="Écrivez à la plateforme et joignez ce qui montre que vous êtes titulaire.",
        who="Vous",
        **more,
    )


def leaflet() -> Kind:
    """Return a short kind, with a way in each situation."""
    steps = tuple(step(number) for number in range(1, 6))
    return Kind(
        language=Language.FR,
        title="Compte d’essai",
        stage="Messagerie",
        edition="30 novembre 2026",
        edited_on=date(2026, 11, 30),
        owning=READ,
        decisive="Le titulaire du compte",
        normal="Le cabinet est titulaire.",
        alarming="Le prestataire est titulaire.",
        demand=(READ, KNOWN),
        preconditions=(KNOWN,),
        ways=(
            Way(title="Le prestataire coopère", summary="Il vous nomme.", steps=steps),
            Way(title="Sans réponse du prestataire", summary="Écrivez.", steps=steps),
            Way(title="Remise contestée", summary="", same_as="Sans réponse du prestataire"),
            Way(title="Procédure collective", summary="Trouvez qui agit.", steps=steps),
        ),
        proof=(KNOWN,),
        delays=(READ,),
        fees=(),
        traps=(KNOWN,),
        after=(KNOWN,),
        roles=(Line(label="Administrateur", text="normal pour le cabinet"),),
        questions=(Line(label="Le support", text="Quelle pièce faut-il\u202f?"),),
        references=(
            Reference(number=1, title="Aide", site="aide.example", read_on="23\u00a0novembre 2026"),
        ),
    )


def long_kind(sentences: int) -> Kind:
    """Return a kind whose every step says much."""
    long = tuple(
        replace(step(number, seen_by="La plateforme le confirme."), detail="Joignez. " * sentences)
        for number in range(1, 11)
    )
    ways = tuple(replace(way, same_as="", steps=long) for way in leaflet().ways)
    return replace(leaflet(), ways=ways)


def test_a_short_kind_is_told_in_full_in_the_largest_type() -> None:
    text = " ".join(page_texts(render(leaflet())))
    assert text.count("joignez ce qui montre") == 15
    assert "Les étapes sont celles de la situation « Sans réponse du prestataire »." in text
    assert "Le détail de ces étapes" not in text


def test_known_practice_is_marked_and_what_was_read_bears_the_number_of_its_source() -> None:
    text = " ".join(page_texts(render(leaflet())))
    assert "titulaire.1" in text
    assert "en semaine.v" in text
    assert "v : pratique connue" in text
    assert "Lus le 23 novembre 2026 : 1 Aide (aide.example)." in text


def test_a_long_kind_keeps_every_title_on_two_pages_and_says_where_the_rest_is() -> None:
    pdf = render(long_kind(60))
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2
    text = " ".join(page_texts(pdf))
    assert text.count("Demander la pièce 10") == 4
    assert "Le détail de ces étapes se lit dans le service" in text


def test_who_is_left_without_an_answer_is_told_most() -> None:
    text = " ".join(page_texts(render(long_kind(20))))
    silent = text.index("Sans réponse du prestataire")
    assert "Joignez. Joignez." in text[silent : text.index("Remise contestée")]


def test_a_kind_too_long_for_two_pages_runs_on_and_loses_nothing() -> None:
    pdf = render(replace(leaflet(), traps=(replace(KNOWN, text="Un piège. " * 40),) * 40))
    assert len(PdfReader(io.BytesIO(pdf)).pages) > 2
    assert " ".join(page_texts(pdf)).count("Un piège.") == 1600


def test_a_text_that_looks_like_a_template_is_printed_as_it_is() -> None:
    hostile = '#read("/etc/passwd") $x$ *b* \\ <pages> {value} \u202e\x00'
    text = " ".join(page_texts(render(replace(leaflet(), title=hostile))))
    assert '#read("/etc/passwd") $x$ *b* \\ <pages> {value}' in text


def test_the_pdf_is_tagged_archival_and_the_same_each_time() -> None:
    first, again = render(leaflet()), render(leaflet())
    assert first == again
    root = PdfReader(io.BytesIO(first)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr-FR"
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
