"""What a new letter is filled in with: proposals, which whoever writes changes as they like."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.catalogues.letters import letters
from reversibility.contracts.event_queries import EventLine, list_events
from reversibility.contracts.paper_models import PaperKind
from reversibility.contracts.queries import ClauseLine, list_clauses
from reversibility.exits.drafting.citing import quoted
from reversibility.exits.drafting.ending import ending_proposed
from reversibility.exits.drafting.gathering import LetterMaterial
from reversibility.exits.drafting.known import OWN_FIELDS, contract_named, day_or_empty
from reversibility.exits.drafting.words import say
from reversibility.exits.exhibiting.ordering import Leaving
from reversibility.exits.letters.queries import LetterLine
from reversibility.exits.letters.writing import Writing
from reversibility.kernel.actor import Actor
from reversibility.kernel.dates import Locale, day

_NOTICE_CLAUSE = "C13"
"""Of the catalogue of clauses: length and form of notice."""
_AGREED_ON = {
    PaperKind.SIGNED_CONTRACT,
    PaperKind.AMENDMENT,
    PaperKind.QUOTE,
    PaperKind.ACCEPTANCE,
    PaperKind.ORDER,
    PaperKind.GENERAL_TERMS,
}
_NEVER_CARRIED = {
    *("variant", "urgency", "slot_1", "slot_2", "answer_text", "question", "addressee"),
    # Read anew: they may have changed since.
    *("facts", "contract_documents", "end_date", "notice_day"),
}


@dataclass(frozen=True, kw_only=True)
class Noted:
    """What was noted about the contract beside its terms; read only when a letter is begun."""

    events: tuple[EventLine, ...] = ()
    """The chronology, the oldest first."""
    clauses: Mapping[str, ClauseLine] = field(default_factory=dict)

    @property
    def notice_clause(self) -> str:
        """Where the contract speaks of notice, as somebody read it; empty where nobody did."""
        line = self.clauses.get(_NOTICE_CLAUSE)
        return line.place if line else ""


def gather_noted(session: Session, actor: Actor, contract_id: UUID) -> Noted:
    """Read what was noted about a contract."""
    return Noted(
        events=list_events(session, actor, contract_id),
        clauses=list_clauses(session, actor, contract_id),
    )


def prefilled(material: LetterMaterial, writing: Writing, noted: Noted) -> dict[str, str]:
    """Return what a new letter is filled in with: earlier letters first, then the register."""
    wanted = {field.id for field in writing.letter.fields} | set(OWN_FIELDS)
    proposed = {
        **_registered(material, writing.locale),
        **_said(material, writing.locale, noted),
        **(ending_proposed(material.contract, writing) if writing.kind == "L5" else {}),
        **_carried(material),
    }
    return {name: value for name, value in proposed.items() if name in wanted and value}


def _carried(material: LetterMaterial) -> Mapping[str, str]:
    """Return the words of earlier letters, the last one's where several have them."""
    found: dict[str, str] = {}
    for line in material.earlier:
        found |= {name: value for name, value in line.values.items() if value}
    notice = material.last_sent("L4")
    if notice is not None and notice.values.get("request"):
        found.setdefault("persistence", notice.values["request"])
    return {name: value for name, value in found.items() if name not in _NEVER_CARRIED}


def _registered(material: LetterMaterial, locale: Locale) -> dict[str, str]:
    practice, _contract, case = material.practice, material.contract, material.case
    person = material.people[0] if material.people else None
    phone = practice.phones[0] if practice.phones else ""
    email = practice.emails[0] if practice.emails else ""
    return {
        "signer_name": person.name if person else "",
        "signer_capacity": person.role if person else "",
        "contact_name": person.name if person else "",
        "contact_reached": ", ".join(filter(None, (phone, email))),
        "contract_documents": "\n".join(_documents(material, locale)),
        "successor_name": case.successor if case else "",
        "registry_identity": practice.legal_name,
        "identifier": next((each.identifier for each in material.covered if each.identifier), ""),
        "phone": phone,
        "email": email,
        "dpo": email,
        "data": "\n".join(each.asset.name for each in material.covered),
    }


def _said(material: LetterMaterial, locale: Locale, noted: Noted) -> dict[str, str]:
    """Return what happened so far: facts, messages without an answer, what was delivered."""
    messages = [line for line in material.earlier if line.sent_on and not line.answered_on]
    told = material.case.unanswered if material.case else ()
    unanswered = [day_or_empty(each.sent_on, locale) for each in told]
    charges = material.account.charges
    return {
        "facts": "\n".join(_facts(messages, noted.events, material.exhibits, locale)),
        "clause": noted.notice_clause,
        "unanswered": ", ".join(unanswered)
        or ", ".join(day_or_empty(each.sent_on, locale) for each in messages),
        "delivered": "\n".join(_cited(c.label, c.exhibit) for c in charges if c.result.accepted),
        "undelivered": "\n".join(
            _cited(c.label, c.exhibit) for c in charges if c.result.refundable
        ),
        "exhibits": ", ".join(dict.fromkeys(c.exhibit for c in charges if c.exhibit)),
    }


def _documents(material: LetterMaterial, locale: Locale) -> Iterator[str]:
    """Name what the contract rests on: its papers with their numbers; else the contract."""
    found = [paper for paper in material.exhibits if paper.kind in _AGREED_ON]
    for paper in found:
        dated = day_or_empty(paper.dated_on, locale)
        yield f"{paper.title}, {dated} {quoted([paper.id], material.exhibits, locale)}"
    if not found:
        named, since = contract_named(material, locale), material.contract.starts_on
        yield (
            say("words.contract_of", locale, named=named, date=day(since, locale))
            if since
            else (named)
        )


def _facts(
    messages: Iterable[LetterLine],
    events: Iterable[EventLine],
    exhibits: tuple[Leaving, ...],
    locale: Locale,
) -> tuple[str, ...]:
    """Return the facts and the messages without an answer, one a line, the oldest first.

    Each quotes the exhibits that show it, by the numbers of their list.
    """
    dated = [
        (each.happened_on, " ".join(each.facts.split()), quoted(each.papers, exhibits, locale))
        for each in events
        if each.facts
    ]
    for line in messages:
        shown = [line.id, *filter(None, [line.proof_paper_id])]
        title = letters().letters[line.kind].title.in_(locale)
        dated.append((line.sent_on or date.min, title, quoted(shown, exhibits, locale)))
    ordered = sorted(dated, key=lambda each: each[0])
    return tuple(_fact(on, text, shown, locale) for on, text, shown in ordered)


def _fact(on: date, text: str, shown: str, locale: Locale) -> str:
    colon = "\u00a0: " if locale == "fr" else ": "
    ends = "." if text.endswith(".") else ""
    told = f"{text.removesuffix('.')} {shown}{ends}" if shown else text
    return f"{day_or_empty(on, locale)}{colon}{told}"


def _cited(label: str, exhibit: str) -> str:
    return f"{label} ({exhibit})" if exhibit else label
