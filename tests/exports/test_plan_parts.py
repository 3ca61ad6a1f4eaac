"""What stands around the sheets of a plan: calendar, order, tasks, who does what, letters."""

import io
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from exports.dossier import (
    Bar,
    Dossier,
    Duty,
    Exchange,
    Happening,
    Language,
    SituationId,
    Task,
    from_json,
    to_json,
)
from exports.plan_pdf import render
from tests.exports.sample import sample

BARS = (
    Bar(
        number=1,
        name="cabinet-exemple.fr.example",
        starts_on=date(2026, 12, 1),
        done_on=date(2026, 12, 14),
        commands=True,
    ),
    Bar(
        number=2,
        name="Messagerie",
        starts_on=date(2026, 12, 14),
        done_on=date(2026, 12, 19),
        level=2,
        after=(1,),
        commands=True,
    ),
)
"""Two assets, one after the other."""


def pages(told: Dossier) -> list[str]:
    read = PdfReader(io.BytesIO(render(told))).pages
    texts = [" ".join(page.extract_text().split()) for page in read]
    return [text.replace("\u00a0", " ").replace("\u202f", " ") for text in texts]


def page_with(told: Dossier, title: str) -> str:
    return next(text for text in pages(told) if title in text)


@pytest.fixture
def plain() -> Dossier:
    return sample(Language.FR)


def test_without_anything_to_say_no_part_is_printed_but_the_signatures(plain: Dossier) -> None:
    text = " ".join(pages(plain))
    for title in ("Le calendrier et l’ordre", "Les tâches", "Qui fait quoi", "s’est passé"):
        assert title not in text
    assert "Signatures" in text


def test_the_calendar_says_each_day_in_words_and_the_order_what_comes_first(plain: Dossier) -> None:
    text = page_with(replace(plain, bars=BARS), "Le calendrier et l’ordre")
    assert "du 1er décembre 2026 au 19 décembre 2026" in text
    assert "14 décembre 2026" in text
    assert "2 Messagerie après 1" in text


def test_tasks_duties_chronology_and_letters_are_printed_as_they_were_noted(
    plain: Dossier,
) -> None:
    told = replace(
        plain,
        tasks=(Task(title="Demander le code", asset="cabinet-exemple.fr.example", owner="Dr X"),),
        tasks_more=12,
        duties=(Duty(title="Sauvegardes", is_gap=True), Duty(title="Certificats", decides="Dr X")),
        happenings=(Happening(on=date(2026, 10, 1), text="Le site ne répondait plus."),),
        exchanges=(
            Exchange(on=date(2026, 10, 2), kind="Courrier", title="Relance", sha256="a" * 64),
        ),
    )
    assert from_json(to_json(told)) == told
    assert "Et 12 autres tâches" in page_with(told, "Les tâches")
    assert "Sauvegardes à désigner" in page_with(told, "Qui fait quoi")
    text = page_with(told, "Ce qui s’est passé")
    assert "1er octobre 2026 Le site ne répondait plus." in text
    assert "Relance" in text
    assert "le repreneur n’en reçoit rien" in text


def test_a_task_that_was_set_aside_is_not_told_as_done(plain: Dossier) -> None:
    day = date(2026, 11, 23)
    done = Task(title="Demander le code", done_on=day)
    aside = Task(title="Entrer sur le serveur", done_on=day, is_set_aside=True)
    text = page_with(replace(plain, tasks=(done, aside)), "Les tâches")
    assert "Demander le code à désigner faite le 23 novembre 2026" in text
    assert "Entrer sur le serveur à désigner écartée le 23 novembre 2026" in text


def test_a_provider_signs_where_it_cooperates(plain: Dossier) -> None:
    for situation, signs in ((SituationId.COOPERATIVE, True), (SituationId.SILENT, False)):
        told = replace(plain, situation=replace(plain.situation, id=situation))
        assert ("Le prestataire sortant Studio" in page_with(told, "Signatures")) is signs


def test_a_step_says_on_what_right_it_rests(plain: Dossier) -> None:
    asset = plain.assets[0]
    step = replace(asset.steps[0], right="avec le propre compte du cabinet")
    told = replace(
        plain, assets=(replace(asset, steps=(step, *asset.steps[1:])), *plain.assets[1:])
    )
    assert "Droit : avec le propre compte du cabinet" in " ".join(pages(told))
