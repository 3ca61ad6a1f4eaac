"""Holders judged from what is published, many at once: JSON lines in, one object a line out.

A line holds `practice`, `provider` (one, a list or none), `registrant` and `declared` (`practice`
unless it says `provider`); any field of them may be missing or null, others are passed over. The
judgement is that of a check over the network whose registry published just this registrant.
"""

import json
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TextIO, cast

from probes.declarations import Fields, Table, practice_of, provider_of
from probes.errors import DeclarationError
from probes.interface import (
    Contact,
    Declaration,
    HolderClass,
    LookupState,
    Message,
    Observation,
    Redaction,
    Registration,
    Source,
    Survey,
    Verdict,
    message,
)
from probes.judge.holder import judge_holder
from probes.published.countries import country
from probes.published.privacy import privacy_of
from probes.published.values import is_hidden, published, tidy
from probes.texts import LOCALES, render

LONGEST_LINE = 262_144
"""Bytes of a line that are read."""

Answer = dict[str, object]

_KINDS = {"org": "org", "organization": "org", "individual": "individual", "person": "individual"}
_DECLARED = {
    "": HolderClass.PRACTICE,
    "practice": HolderClass.PRACTICE,
    "provider": HolderClass.PROVIDER,
}


def run(lines: Iterable[str | bytes], out: TextIO) -> None:
    """Answer each line with one line; a line that cannot be used gets `{"error"}`."""
    for line in lines:
        began = time.perf_counter()
        answer = _answer(line)
        answer["ms"] = round((time.perf_counter() - began) * 1000, 2)
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
        out.flush()


def _answer(line: str | bytes) -> Answer:
    if len(line) > LONGEST_LINE:
        return {"error": f"This line is longer than {LONGEST_LINE} bytes."}
    try:
        return _told(_judged(Fields("line", _table(line), None)))
    except DeclarationError as fault:
        return {"error": render(message(fault.code, **fault.params), "en")}
    except (ValueError, RecursionError) as fault:
        return {"error": f"This line is not JSON ({fault})."}


def _table(line: str | bytes) -> Table:
    item = json.loads(line)
    if not isinstance(item, dict):
        raise DeclarationError("DEC01_NOT_AN_OBJECT", path="line", key="{ }")
    return cast("Table", item)


def _judged(line: Fields) -> Verdict:
    practice = practice_of(line.table("practice"))
    providers = [provider_of(one) for one in line.tables("provider")]
    declared = line.text("declared")
    if declared not in _DECLARED:
        raise DeclarationError("DEC01_NOT_TEXT", path="line", key="declared")
    holder = _DECLARED[declared]
    name = providers[0].name if holder is HolderClass.PROVIDER and providers else ""
    survey = _survey(_registration(line.table("registrant")))
    declaration = Declaration(holder=holder, holder_name=name)
    verdict = judge_holder(survey, declaration, practice, providers)
    if verdict is None:
        raise DeclarationError("DEC01_NO_NAME", path="line", key="registrant")
    return verdict


def _registration(fields: Fields) -> Registration:
    contact = _contact(fields)
    if contact == Contact(roles=contact.roles):
        return Registration(domain=_NAME)
    return Registration(
        domain=_NAME, registrant=contact, contacts=(contact,), privacy=privacy_of(contact)
    )


def _contact(fields: Fields) -> Contact:
    """Build the contact that a parser would have read: placeholders dropped, masks noted."""
    raw = {key: fields.text(key) for key in ("name", "org", "email", "phone", "street")}
    remarks = tuple(filter(None, map(tidy, fields.texts("remarks"))))
    redacted = tuple(Redaction(name=tidy(name)) for name in fields.texts("redacted"))
    handle = tidy(fields.text("handle"))
    says_hidden = any(map(is_hidden, (raw["name"], raw["org"], *remarks)))
    return Contact(
        roles=("registrant",),
        kind=_KINDS.get(fields.text("kind").casefold()),
        name=published(raw["name"]),
        organization=published(raw["org"]),
        email=published(raw["email"]),
        phone=published(raw["phone"]),
        street=published(raw["street"]),
        postcode=published(fields.text("postcode")),
        city=published(fields.text("city")),
        country=country(fields.text("country")),
        handle=handle or None,
        identifiers=tuple(_identifiers(fields)),
        redacted=redacted,
        remarks=remarks,
        masked=says_hidden or handle.upper().startswith("ANO"),
    )


def _identifiers(fields: Fields) -> Iterator[tuple[str, str]]:
    for one in fields.tables("identifiers"):
        yield one.text("type"), one.text("value")


_NAME = "name.example"
# Who said it, and when, is known to whoever wrote the line.
_WHO_SAYS = frozenset({"VRD_HOLDER_SAYS", "VRD_HOLDER_HIDES"})


def _survey(registration: Registration) -> Survey:
    at = datetime(2000, 1, 1, tzinfo=UTC)
    seen = Observation(
        source=Source.RDAP,
        server="registry",
        question=_NAME,
        asked_at=at,
        took_ms=0,
        state=LookupState.REGISTERED,
        raw=b"",
        sha256="",
        facts=registration,
    )
    return Survey(
        name=_NAME,
        registered_name=_NAME,
        registry="registry",
        observations=(seen,),
        started_at=at,
        finished_at=at,
    )


def _told(verdict: Verdict) -> Answer:
    step = verdict.next_step
    return {
        "holder": verdict.holder.value if verdict.holder else None,
        "confidence": None if verdict.confidence is None else round(verdict.confidence, 4),
        "state": verdict.state.value,
        "reasons": [_said(reason) for reason in _of_holder(verdict)],
        "next_step": _said(step) if step else None,
    }


def _of_holder(verdict: Verdict) -> list[Message]:
    return [reason for reason in verdict.reasons if reason.code not in _WHO_SAYS]


def _said(said: Message) -> dict[str, str]:
    return {"code": said.code, **{locale: render(said, locale) for locale in LOCALES}}
