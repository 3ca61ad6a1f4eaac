"""Mails on sheets: headers, text and what is attached, read as text and never as markup."""

import pytest

from exports.dossier import Language
from exports.exhibits import Unlaid, lay_out
from exports.manifest import sha256
from tests.exports.conftest import page_texts

HEAD = (
    b"From: =?utf-8?q?Marc_Vid=C3=A9al?= <marc@studio.example>\r\n"
    b"To: cabinet@exemple.example\r\nCc: c@tiers.example\r\n"
    b"Date: Tue, 3 Mar 2026 09:11:58 +0100\r\nSubject: Re: devis #strong[x] <b>\r\n"
    b"Message-ID: <abc@studio.example>\r\nMIME-Version: 1.0\r\n"
)
PLAIN = b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
HTML = b"Content-Type: text/html; charset=utf-8\r\n\r\n"


def laid(mail: bytes, language: Language = Language.FR) -> str:
    sheets = lay_out(mail, "message/rfc822", language)
    assert sheets.reason is None
    return " ".join(page_texts(sheets.pdf)).replace("\u00a0", " ").replace("\u202f", " ")


def parts(*each: bytes) -> bytes:
    body = b"".join(b"--B\r\n" + part + b"\r\n" for part in each)
    return HEAD + b"Content-Type: multipart/mixed; boundary=B\r\n\r\n" + body + b"--B--\r\n"


@pytest.mark.parametrize(
    ("language", "names"),
    [
        (Language.FR, ("De", "À", "Copie à", "Date", "Objet", "Identifiant")),
        (Language.EN, ("From", "To", "Copy to", "Date", "Subject", "Identifier")),
    ],
)
def test_headers_and_text_are_printed_as_they_are_written(
    language: Language, names: tuple[str, ...]
) -> None:
    text = laid(HEAD + PLAIN + "Bonjour,\r\n\r\n#let x = [*non*] éà".encode(), language)
    values = (
        "Marc Vidéal <marc@studio.example>", "cabinet@exemple.example", "c@tiers.example",
        "Tue, 3 Mar 2026 09:11:58 +0100", "Re: devis #strong[x] <b>", "<abc@studio.example>",
    )  # fmt: skip
    for name, value in zip(names, values, strict=True):
        assert f"{name} {value}" in text
    assert "#let x = [*non*] éà" in text


def test_a_mail_of_html_only_gives_its_text_without_scripts_and_says_so() -> None:
    page = (
        "<html><head><title>T</title><style>p{color:red}</style></head><body><p>Nous arrêtons"
        " le&nbsp;30.</p><script>alert(1)</script><p>Marc<br>Studio</p></body></html>"
    )
    text = laid(HEAD + HTML + page.encode())
    assert "Nous arrêtons le 30." in text
    assert "Marc Studio" in text
    assert "alert" not in text
    assert "color" not in text
    assert "n’a de texte que mis en forme (HTML)" in text


def test_beside_a_text_the_html_version_is_mentioned() -> None:
    alternative = parts(PLAIN + b"En clair", HTML + b"<p>En forme</p>")
    text = laid(alternative.replace(b"multipart/mixed", b"multipart/alternative"))
    assert "En clair" in text
    assert "En forme" not in text
    assert "Une version mise en forme (HTML) s’y trouve aussi" in text


def test_what_is_attached_is_listed_with_name_size_and_digest() -> None:
    attached = (
        b"Content-Type: application/pdf\r\n"
        b'Content-Disposition: attachment; filename="devis.pdf"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\nJVBERi0="
    )
    inner = b"Content-Type: message/rfc822\r\n\r\nSubject: Premier envoi\r\n\r\nAncien texte"
    text = laid(parts(PLAIN + b"Ci-joint.", attached, inner))
    assert "devis.pdf" in text
    assert sha256(b"%PDF-") in text
    assert "5 octets" in text
    assert "Premier envoi" in text
    assert "Ancien texte" not in text


def test_a_very_long_mail_stops_with_a_sentence() -> None:
    text = laid(HEAD + PLAIN + b"mot " * 50_000)
    assert "Le texte s’arrête ici sur le papier : il a 139" in text


@pytest.mark.parametrize(
    "mail",
    [
        HEAD + b"Content-Type: text/plain; charset=no-such\r\n\r\n\xff\xfe",
        HEAD + b"Content-Type: multipart/mixed; boundary=\r\n\r\n--\r\nx",
        HEAD + b"Content-Transfer-Encoding: base64\r\nContent-Type: text/plain\r\n\r\n!!!",
        b"\xff\xfe\x00" * 100,
        HEAD + PLAIN + b"x" * 20_000,
        parts(*[PLAIN + b"x"] * 2_000),
        HEAD + HTML + b"<div>" * 50_000 + b"fin",
        b"Subject: " + b"=?utf-8?q?=C3=A9?= " * 20_000 + b"\r\n\r\nx",
    ],
    ids=["charset", "boundary", "base64", "bytes", "one word", "parts", "html", "subject"],
)
def test_a_broken_or_huge_mail_still_becomes_pages(mail: bytes) -> None:
    assert laid(mail)


def test_a_mail_too_deep_to_read_is_said() -> None:
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (at, at)
        for at in range(3_000)
    )
    assert lay_out(HEAD + deep, "message/rfc822", Language.FR).reason is Unlaid.UNREADABLE


def test_characters_that_cannot_be_drawn_are_said() -> None:
    assert "Le signe □ remplace" in laid(HEAD + PLAIN + "Merci 🙂".encode())
    assert "Le signe □ remplace" not in laid(HEAD + PLAIN + b"Merci")
