"""The ownership report as a reader finds it: pages, texts, archival form, same bytes."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from exports.dossier import Evidence, FieldRow, Language, Practice, VerdictState
from exports.ownership_report import Asset, Note, Report, Signed, render

MADE = datetime(2026, 11, 30, 9, 15, tzinfo=UTC)


def make_report(language: Language = Language.FR, assets: int = 1) -> Report:
    field = FieldRow(
        label="Titulaire",
        declared="SELARL Cabinet médical Exemple",
        declared_by="N. Lopez",
        declared_on=date(2026, 11, 2),
        state=VerdictState.CONTRADICTED,
        observed="STUDIO EXEMPLE WEB SARL",
        observed_at=MADE,
        source="RDAP",
        evidence=("P-001",),
        reason="Le numéro publié est celui du prestataire.",
    )
    bare = FieldRow(label="Payé par", declared="Studio Exemple Web")
    note = Note(text="Vu l’acte.\nÀ revoir.", about="Titulaire", author="Ines Auditrice", at=MADE)
    return Report(
        language=language,
        practice=Practice(
            name="Cabinet Exemple", legal_name="SELARL Cabinet Exemple", siren="123456782"
        ),
        auditor="Ines Auditrice",
        scope="les éléments confiés à Studio Exemple Web",
        starts_on=date(2026, 11, 24),
        ends_on=date(2026, 12, 7),
        made_at=MADE,
        statement=Signed(name="Ines Auditrice", at=MADE, version="2026-11-30", sha256="ab" * 32),
        assets=tuple(
            Asset(
                name=f"cabinet-{number}.example",
                kind="Nom de domaine",
                fields=(field, bare),
                notes=(note,),
            )
            for number in range(assets)
        ),
        evidence=(
            Evidence(
                number="P-001",
                title="Données d’enregistrement",
                source="RDAP",
                server="rdap.nic.example",
                asked_at=MADE,
                sha256="cd" * 32,
                size=1234,
                file_name="data/evidence/P-001-rdap.json",
            ),
        ),
        time_zone="Europe/Paris",
    )


def text_of(pdf: bytes) -> str:
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            Language.FR,
            (
                "Rapport de titularité",
                "du 24 novembre 2026 au 7 décembre 2026",
                "signé par Ines Auditrice, 30 novembre 2026 à 10 h 15",
                "Non concordant",
                "À revoir.",
                "non vérifié",
                "P-001",
            ),
        ),
        (
            Language.EN,
            (
                "Ownership report",
                "from 24 November 2026 to 7 December 2026",
                "signed by Ines Auditrice, 30 November 2026, 10:15",
                "Contradicted",
                "P-001",
            ),
        ),
    ],
)
def test_the_report_says_scope_period_statement_results_and_notes(
    language: Language, expected: tuple[str, ...]
) -> None:
    pdf = render(make_report(language))
    text = text_of(pdf)
    for words in expected:
        assert words in text
    assert "STUDIO EXEMPLE WEB SARL" in text
    assert "cd" * 16 in text.replace(" ", "")
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 4


def test_a_large_report_runs_over_pages_and_stays_readable() -> None:
    pdf = render(make_report(assets=60))
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert 10 < len(pages) < 60
    assert "cabinet-59.example" in text_of(pdf)


def test_an_empty_scope_is_said_and_not_a_fault() -> None:
    report = replace(make_report(), assets=(), evidence=())
    assert "Le périmètre ne couvre aucun élément." in text_of(render(report))


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render(make_report()) == render(make_report())


def test_texts_of_people_are_never_read_as_markup() -> None:
    hostile = '#panic("x") *gras* $x$ <evidence-P-001> \u202e'
    report = make_report()
    note = replace(report.assets[0].notes[0], text=hostile)
    asset = replace(report.assets[0], name=hostile, notes=(note,))
    assert '#panic("x") *gras* $x$' in text_of(render(replace(report, assets=(asset,))))
