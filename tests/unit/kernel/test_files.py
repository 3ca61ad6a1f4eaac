"""Files are told by their first bytes, bounded, and named safely."""

import pytest

from reversibility.kernel.files import LARGEST, PAPERS, file_fault, find_type, safe_name
from reversibility.kernel.files import MAIL as MAIL_TYPE
from reversibility.kernel.text import has_hidden
from tests.factories.proofs import JPEG, PDF, PNG


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")],
)
def test_three_types_are_taken(content: bytes, media_type: str) -> None:
    found = find_type(content)
    assert found is not None
    assert found.media_type == media_type
    assert file_fault(content) == ""


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (None, "file_required"),
        (b"", "file_empty"),
        (b"%PDF", "file_type"),
        (b"<html><script>alert(1)</script>", "file_type"),
        (b"GIF89a" + bytes(20), "file_type"),
        (b"PK\x03\x04" + bytes(40), "file_type"),
        (b"From: registrar@example\r\n\r\n%PDF-1.7", "file_type"),
        (PDF + bytes(LARGEST - len(PDF)), ""),
        (PDF + bytes(LARGEST - len(PDF) + 1), "document_too_large:10"),
    ],
)
def test_anything_else_says_what_is_wrong(content: bytes | None, fault: str) -> None:
    assert file_fault(content) == fault


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("attestation.pdf", "attestation.pdf"),
        ("Attestation du 3 mars.PDF", "Attestation du 3 mars.pdf"),
        ("facture.exe", "facture.exe.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\claire\\Attestation Gandi.pdf", "Attestation Gandi.pdf"),
        ('a"b<c>|d?*:.pdf', "a-b-c--d---.pdf"),
        ("fdp.\u202eexe.pdf", "fdp. exe.pdf"),
        ("saut\r\nde ligne\x00.pdf", "saut de ligne.pdf"),
        ("e\u0301te\u0301 🦷.pdf", "été 🦷.pdf"),
        ("", "document.pdf"),
        (".pdf", "document.pdf"),
        ("...", "document.pdf"),
    ],
)
def test_a_name_is_made_safe_and_keeps_its_own_ending(given: str, shown: str) -> None:
    kind = find_type(PDF)
    assert kind is not None
    assert safe_name(given, kind) == shown


def test_a_name_without_end_is_cut() -> None:
    kind = find_type(JPEG)
    assert kind is not None
    name = safe_name("é" * 5000 + ".jpeg", kind)
    assert len(name) <= 120
    assert name.endswith(".jpg")
    assert not has_hidden(name)


MAIL = (
    b"Received: from mail.agence.example by mx.cabinet.example; Tue, 3 Mar 2026 09:12:00 +0100\r\n"
    b"From: Studio Exemple <contact@studio.example>\r\n"
    b"Date: Tue, 3 Mar 2026 09:11:58 +0100\r\n"
    b"Subject: =?utf-8?q?Votre_devis_sign=C3=A9?=\r\n"
    b" de mars\r\n"
    b"\r\n"
    b"Bonjour,\r\n"
)


@pytest.mark.parametrize(
    "content",
    [
        MAIL,
        MAIL.replace(b"\r\n", b"\n"),
        b"\xef\xbb\xbf" + MAIL,
        b"From contact@studio.example Tue Mar  3 09:12:00 2026\n" + MAIL,
        MAIL + bytes(range(256)),
    ],
    ids=["as sent", "unix lines", "with a mark", "from a mailbox file", "8-bit body"],
)
def test_a_mail_is_taken_as_a_paper_and_not_as_a_document(content: bytes) -> None:
    assert file_fault(content, PAPERS) == ""
    assert find_type(content, PAPERS) is MAIL_TYPE
    assert file_fault(content) == "file_type"
    assert safe_name("Re: devis.eml", MAIL_TYPE) == "Re- devis.eml"


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>",
        b"Cher docteur,\n\nFrom: moi\nDate: hier\n",
        b"From: studio@example.test\r\nSubject: sans date\r\n\r\n",
        b"Name;From;Date\nx;y;z\n",
        bytes(2000),
        b"PK\x03\x04" + MAIL,
    ],
)
def test_what_only_looks_like_a_mail_is_none(content: bytes) -> None:
    assert file_fault(content, PAPERS) == "paper_type"
