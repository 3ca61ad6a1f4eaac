"""What a page shows of its upkeep, in the forms that pages have, and what is no sign of it."""

import json
from datetime import UTC, date, datetime

import pytest

from probes.interface import FormTarget
from probes.site.excerpts import excerpt, write
from probes.site.reading import read
from probes.site.upkeep import by_version, services, software
from probes.transport.https import Page

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
URL = "https://www.cabinet.example/"


def _read(body="", **headers):
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    page = Page(url=URL, server=URL, status=200, body=body.encode(), headers=named)
    return read(page, lambda host: host.endswith("cabinet.example"), NOW)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"x_powered_by": "PHP/7.4.33"}, [("php", "7.4.33")]),
        ({"x_powered_by": "PHP"}, []),
        ({"server": "Apache/2.4.38 (Unix) PHP/5.6.40"}, [("php", "5.6.40")]),
        ({"x_generator": "Drupal 7 (http://drupal.org)"}, [("drupal", "7")]),
        ({"x_generator": "PHP/7.4"}, []),
    ],
)
def test_versions_are_read_where_their_software_names_itself(said, expected) -> None:
    assert _read(**said).software == expected


@pytest.mark.parametrize(
    ("generator", "expected"),
    [
        ("WordPress 5.8.1", [("wordpress", "5.8")]),
        ("WordPressimo 1.0", []),
        ("Joomla! - Open Source Content Management", []),
        ("SPIP 3.2.19 [23955]", [("spip", "3.2")]),
        ("TYPO3 4.5 CMS", [("typo3", "4.5")]),
    ],
)
def test_a_generator_without_a_version_says_nothing(generator, expected) -> None:
    assert _read(f'<meta name="generator" content="{generator}">').software == expected


def test_the_longest_known_version_decides() -> None:
    assert by_version(software()["php"].until, "7.4.33") == date(2022, 11, 28)
    assert by_version(software()["joomla"].until, "3.10.12") == date(2023, 8, 17)
    assert by_version(software()["php"].until, "9.1") is None


def test_the_newest_date_counts_and_none_of_the_future() -> None:
    body = """<time datetime="2019-05-01T10:00">1er mai</time>
    <script type="application/ld+json">{"dateModified":"2021-06-07T08:00:00+00:00"}</script>
    <time datetime="2031-01-01">un rendez-vous</time><time datetime="bientôt">bientôt</time>"""
    assert _read(body).changed == date(2021, 6, 7)
    assert _read(body, last_modified="Tue, 04 Mar 2025 08:00:00 GMT").changed == date(2025, 3, 4)
    assert _read(last_modified="hier").changed is None


@pytest.mark.parametrize(
    ("body", "year"),
    [
        ("<footer>© 2019 Cabinet</footer>", 2019),
        ("<footer>Copyright 2015 - <b>2021</b></footer>", 2021),
        ("<footer>&copy;&nbsp;2012 à 2018</footer>", 2018),
        ("<script>/* Copyright 2014 Une bibliothèque */</script>", None),
        ("<!-- © 2014 un thème --><p>Bonjour</p>", None),
        ("<footer>© Cabinet, 12 rue de l’Exemple, 69000 Lyon</footer>", None),
        ("<footer>© <script>document.write(new Date().getFullYear())</script></footer>", None),
        ("<style>/* (c) 2011 */", None),
    ],
)
def test_the_year_is_that_of_the_page_and_not_of_a_library(body, year) -> None:
    assert _read(body).copyright_year == year


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("/contact", []),
        ("", []),
        ("mailto:contact@cabinet.example", []),
        ("javascript:void(0)", []),
        ("http://[", []),
        ("https://formulaires.cabinet.example/", []),
        (
            "http://www.cabinet.example/envoi",
            [FormTarget(host="www.cabinet.example", in_clear=True, outside=False)],
        ),
        (
            "//relais.example/f/abc",
            [FormTarget(host="relais.example", in_clear=False, outside=True)],
        ),
    ],
)
def test_a_form_that_stays_on_the_site_is_not_told(action, expected) -> None:
    assert _read(f'<form method=post action="{action}">').forms == expected


def test_only_what_is_loaded_counts_not_what_is_linked_or_commented_out() -> None:
    body = """<script src=//cdn.example/a.js></script><a href="https://lien.example">un lien</a>
    <link rel="preconnect" href="https://avant.example"><link rel=stylesheet href='//css.example'>
    <!-- <script src="https://mort.example/b.js"></script> --><iframe src="//cadre.example/x">"""
    assert sorted(_read(body).loads) == ["cadre.example", "cdn.example", "css.example"]


def test_services_that_have_ended_are_found_and_words_about_them_are_not() -> None:
    called = (
        '<script src="//s7.addthis.com/js/addthis_widget.js"></script>ga("create","UA-12345-1")'
    )
    assert _read(called).ended == ["universal_analytics", "addthis"]
    assert _read("<p>Nous avons quitté plus.google.com et le code QUA-1234-5.</p>").ended == []


def test_every_date_has_its_source_and_grade() -> None:
    for known in (*software().values(), *services().values()):
        assert known.grade in {"A", "B", "T"}
        assert known.url.startswith("https://")
        assert known.source in known.url
        assert known.read_on <= date.today()  # noqa: DTZ011 - a day of the calendar


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('src="//maps.example/js?key=AIzaSyEXEMPLE0123456789"', 'src="//maps.example/js?…"'),
        ("https://relais.example/f/claire.martin@cabinet.example", "…@cabinet.example"),
        ('data-key="pk_live_51Exemple0123456789abcdef"', "pk_l…"),
        ("© 2019 Cabinet d’exemple", "© 2019 Cabinet d’exemple"),
    ],
)
def test_keys_and_addresses_are_masked_in_what_is_kept(text, kept) -> None:
    shown = excerpt("form", text).text
    assert kept in shown
    assert "0123456789" not in shown
    assert "claire" not in shown


def test_the_page_itself_is_not_kept() -> None:
    page = Page(url=f"{URL}?session=1", server=URL, status=200, body=b"<p>Madame X</p>" * 99)
    kept = write(page, [excerpt("copyright", "© 2019")] * 3, [b"reply"])
    assert b"Madame" not in kept
    content = json.loads(kept)
    assert content["page_bytes"] == 15 * 99
    assert content["url"] == f"{URL}?…"
    assert content["excerpts"] == [{"of": "copyright", "text": "© 2019"}]
