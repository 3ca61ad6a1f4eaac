"""What the headers of a mail say, and mails that are broken, huge or strange."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reversibility.contracts.mails import Mail, MailUnreadableError, read_mail

HEAD = (
    b"From: =?utf-8?q?Studio_Exemple_H=C3=A9bergement?= <Contact@Studio.Example>\r\n"
    b"To: Cabinet Exemple <cabinet@cabinet.example>, it@cabinet.example\r\n"
    b"Date: Tue, 3 Mar 2026 09:11:58 +0100\r\n"
    b"Subject: =?utf-8?b?UsOpIDogbWlzZSDDoCBqb3Vy?=\r\n"
    b"Message-ID: <1@studio.example>\r\n"
)


def test_a_mail_says_who_when_and_about_what() -> None:
    mail = read_mail(HEAD + b"\r\nBonjour,\r\n")
    assert mail == Mail(
        sent_at=datetime(2026, 3, 3, 8, 11, 58, tzinfo=UTC),
        sender="Studio Exemple Hébergement",
        sender_address="contact@studio.example",
        recipients=("cabinet@cabinet.example", "it@cabinet.example"),
        subject="Ré : mise à jour",
        message_id="<1@studio.example>",
        attachments=(),
    )


def test_what_is_attached_is_named() -> None:
    body = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain\r\n\r\nBonjour\r\n"
        b"--b\r\nContent-Type: application/pdf\r\n"
        b'Content-Disposition: attachment; filename="devis.pdf"\r\n\r\nx\r\n--b--\r\n'
    )
    assert read_mail(HEAD + body).attachments == ("devis.pdf",)


def test_a_date_that_cannot_be_read_is_left_to_be_typed() -> None:
    mail = read_mail(b"From: a@b.example\r\nDate: hier\r\nSubject: x\r\n\r\n")
    assert mail.sent_at is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"Date: Tue, 3 Mar 2026 09:11:58 +0100\r\nSubject: x\r\n\r\n", "mail_without_sender"),
        (b"\x00\xff\xfe", "mail_without_sender"),
        (HEAD + b"\r\n" + b"Content-Type: text/plain\r\n" * 201, "mail_too_many_parts"),
        (
            HEAD + b"\r\n" + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" * 21,
            "mail_too_many_parts",
        ),
        (HEAD + b"\r\n" + b"CONTENT-TYPE: message/rfc822\r\n\r\n" * 5000, "mail_too_many_parts"),
    ],
)
def test_what_cannot_be_read_is_told_by_a_code(content: bytes, code: str) -> None:
    with pytest.raises(MailUnreadableError) as caught:
        read_mail(content)
    assert caught.value.code == code


def test_a_subject_keeps_nothing_that_turns_or_hides_text() -> None:
    mail = read_mail("From: a@b.example\r\nSubject: a\u202eb\x07c\r\n\r\n".encode())
    assert "\u202e" not in mail.subject
    assert "\x07" not in mail.subject


@given(st.binary(max_size=2000))
def test_no_bytes_at_all_make_it_stumble(content: bytes) -> None:
    for mail in (content, HEAD + content):
        try:
            read_mail(mail)
        except MailUnreadableError:
            continue


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_header_makes_it_stumble(subject: str, sender: str) -> None:
    head = f"From: {sender} <a@b.example>\nSubject: {subject}\nDate: {sender}\n\n"
    try:
        mail = read_mail(head.encode("utf-8", "surrogatepass"))
    except MailUnreadableError:
        return
    assert len(mail.subject) <= 200
