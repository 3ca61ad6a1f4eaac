"""Templates: strict, without inline script or style, every component on one page."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine

from probes.interface import VerdictState
from tests.web.conftest import AppMaker
from tests.web.pages import read

TEMPLATES = Path("reversibility/web/templates")
STATIC = Path("reversibility/web/static")
ALL = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))


@pytest.fixture
def app(make_app: AppMaker, sqlite: Engine) -> Flask:
    return make_app(sqlite)


@pytest.mark.parametrize("name", ALL)
def test_no_template_has_script_or_style_of_its_own(name: str) -> None:
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    for wrong in (
        r"\sstyle\s*=",
        r"<style",
        r"<script(?![^>]*\ssrc=)",
        r"\son\w+\s*=",
        r"https?://",
    ):
        assert not re.search(wrong, source), wrong
    assert "|safe" not in source.replace(" ", "")


@pytest.mark.parametrize("name", ALL)
def test_every_template_compiles(app: Flask, name: str) -> None:
    app.jinja_env.get_template(name)


def test_a_name_that_a_page_was_not_given_is_an_error_and_not_a_blank(app: Flask) -> None:
    assert app.jinja_env.undefined.__name__ == "StrictUndefined"


def test_a_technical_word_is_explained_once_where_it_stands(client: FlaskClient) -> None:
    text = read(client.get("/composants")).text
    assert text.count("L’annuaire d’internet") == 1
    assert "écritures comptables" not in text
    assert "L’annuaire d’internet" not in read(client.get("/mentions-legales")).text


def test_every_component_is_on_the_page_of_components() -> None:
    shown = (TEMPLATES / "components/show.html").read_text(encoding="utf-8")
    parts = {path.name for path in (TEMPLATES / "_parts").glob("*.html")}
    sources = shown + "".join(
        (TEMPLATES / "_parts" / part).read_text(encoding="utf-8") for part in parts if part in shown
    )
    # The role of a person and the words of a page belong to the shell, which is on every page.
    missing = {part for part in parts if f"_parts/{part}" not in sources}
    assert missing == {"role.html", "words.html"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_of_components_renders_in_both_languages(
    client: FlaskClient, language: str
) -> None:
    answer = client.get(f"/composants?lang={language}")
    page = read(answer)
    assert answer.status_code == 200
    assert page.language == language
    assert "None" not in page.text


def test_the_page_of_components_is_not_there_unless_asked_for(
    make_app: AppMaker, sqlite: Engine
) -> None:
    assert make_app(sqlite).test_client().get("/composants").status_code == 404


def test_every_verdict_has_a_word_and_a_silhouette_of_its_own(client: FlaskClient) -> None:
    sprite = (STATIC / "verdicts.svg").read_text(encoding="utf-8")
    silhouettes = dict(re.findall(r'<symbol id="(\w+)"[^>]*>(.*?)</symbol>', sprite, re.DOTALL))
    html = client.get("/composants").get_data(as_text=True)
    words = dict(re.findall(r'verdict is-(\w+)">.*?</svg>([^<]+)<', html))
    states = {state.value for state in VerdictState}
    assert set(silhouettes) == states
    assert set(words) == states
    assert len(set(silhouettes.values())) == len(set(words.values())) == len(states)


def test_every_icon_in_use_is_in_the_sprite(client: FlaskClient) -> None:
    sprite = (STATIC / "vendor/icons.svg").read_text(encoding="utf-8")
    known = set(re.findall(r'<symbol id="([\w-]+)"', sprite))
    sources = "".join((TEMPLATES / name).read_text(encoding="utf-8") for name in ALL)
    used = set(re.findall(r'icon\("([\w-]+)"', sources))
    used |= set(re.findall(r"icons\.svg\?v=\w+#([\w-]+)", client.get("/composants").text))
    assert used <= known


def test_every_field_of_a_form_has_a_label_and_a_wrong_one_is_linked_from_the_summary(
    client: FlaskClient,
) -> None:
    page = read(client.get("/composants"))
    labelled = {label["for"] for label in page.all("label") if "for" in label}
    named = [item for item in page.all("input") if item.get("type") not in {"hidden", "radio"}]
    assert {item["id"] for item in named} <= labelled
    wrong = next(item for item in named if item.get("aria-invalid") == "true")
    assert page.by_id(wrong["aria-describedby"].split()[-1])
    assert f"#{wrong['id']}" in {link["href"] for link in page.all("a")}


def test_a_page_starts_with_a_way_past_the_navigation_and_has_one_heading(
    signed_in: FlaskClient,
) -> None:
    page = read(signed_in.get("/composants"))
    assert page.all("a")[0]["href"] == "#main"
    assert page.by_id("main")
    assert len(page.all("h1")) == 1


def test_a_run_asks_again_only_while_it_runs(client: FlaskClient) -> None:
    polls = [item for item in read(client.get("/composants")).all("div") if "hx-get" in item]
    assert len(polls) == 1
