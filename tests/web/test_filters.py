"""Dates, hours, digests and spaces as pages write them."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask, render_template_string
from sqlalchemy import Engine

from tests.web.conftest import AppMaker


@pytest.fixture
def app(make_app: AppMaker, sqlite: Engine) -> Flask:
    return make_app(sqlite)


def _write(app: Flask, source: str, language: str, **values: object) -> str:
    with app.test_request_context(headers={"Accept-Language": language}):
        return render_template_string(source, **values)


@pytest.mark.parametrize(
    ("day", "french", "english"),
    [
        (date(2026, 12, 3), "3 décembre 2026", "3 December 2026"),
        (date(2026, 12, 1), "1er décembre 2026", "1 December 2026"),
        (date(2027, 2, 21), "21 février 2027", "21 February 2027"),
        # Paris is already on the next day.
        (datetime(2026, 7, 31, 22, 30, tzinfo=UTC), "1er août 2026", "1 August 2026"),
    ],
)
def test_a_day_is_written_the_local_way(app: Flask, day: date, french: str, english: str) -> None:
    for language, expected in (("fr", french), ("en", english)):
        written = _write(app, "{{ day|date_long }}", language, day=day)
        assert written.replace("\u00a0", " ") == expected


def test_the_number_of_the_day_stays_with_its_month(app: Flask) -> None:
    assert _write(app, "{{ day|date_short }}", "fr", day=date(2026, 12, 3)) == "3\u00a0déc. 2026"


@pytest.mark.parametrize(("language", "expected"), [("fr", "7 h 12"), ("en", "07:12")])
def test_an_hour_is_that_of_the_practice(app: Flask, language: str, expected: str) -> None:
    instant = datetime(2026, 11, 24, 6, 12, tzinfo=UTC)
    written = _write(app, "{{ instant|hour }}", language, instant=instant)
    assert written.replace("\u00a0", " ") == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", "24 novembre 2026 à 7 h 12"), ("en", "24 November 2026 at 07:12")],
)
def test_a_moment_is_a_day_and_an_hour(app: Flask, language: str, expected: str) -> None:
    instant = datetime(2026, 11, 24, 6, 12, tzinfo=UTC)
    written = _write(app, "{{ instant|moment }}", language, instant=instant)
    assert written.replace("\u00a0", " ") == expected


def test_a_digest_is_shown_by_its_two_ends(app: Flask) -> None:
    assert (
        _write(app, "{{ digest|hash_short }}", "fr", digest="b71e" + "0" * 56 + "9f04")
        == "b71e…9f04"
    )


def test_the_space_that_the_web_fonts_lack_is_replaced(app: Flask) -> None:
    assert _write(app, "{{ text }}", "fr", text="pourquoi\u202f?") == "pourquoi\u00a0?"


def test_what_a_person_typed_stays_text(app: Flask) -> None:
    source = (
        "{{ _('Bonjour %(name)s, <strong>choisissez votre mot de passe.</strong>', name=name) }}"
    )
    written = _write(
        app, "{% autoescape true %}" + source + "{% endautoescape %}", "fr", name="<b>"
    )
    assert written.startswith("Bonjour &lt;b&gt;, <strong>")
