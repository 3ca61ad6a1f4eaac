"""What the register, the contract and earlier letters say for a letter, in one language."""

from collections.abc import Mapping
from datetime import date, timedelta

from reversibility.catalogues.letters import FieldKind, letters
from reversibility.exits.letters.deadlines import compute_deadline, estimate_receipt, period_of
from reversibility.exits.letters.gathering import LetterMaterial, Writing
from reversibility.exits.letters.queries import LetterLine
from reversibility.exits.letters.words import channel_name, say
from reversibility.exits.words import Words
from reversibility.kernel.amounts import euros
from reversibility.kernel.dates import Locale, day
from reversibility.kernel.text import in_threes
from reversibility.kernel.workdays import next_workday

AMICABLE = ("L1", "L2", "L3")
OWN_FIELDS = ("signer_name", "signer_capacity", "contact_name", "contact_reached")
"""What every letter asks: who signs it, and whom to call."""
_URGENT = timedelta(days=2)


def letter_values(material: LetterMaterial, writing: Writing) -> dict[str, str]:
    """Return every value of a letter, ready to print; what is missing is empty."""
    return {
        **_identities(material),
        **_contract(material, writing.locale),
        **_letter(writing),
        **_earlier(material, writing.locale),
        **_money(material, writing.locale),
        **_asked(writing),
    }


def printed_deadline(writing: Writing) -> date | None:
    """Return the day that the letter names: counted from an estimated receipt."""
    rule = writing.letter.deadline
    if rule is None:
        return None
    return compute_deadline(
        rule, writing.days, sent_on=writing.planned_on, received_on=None, today=writing.planned_on
    ).last_day


def urgent_day(writing: Writing) -> date:
    """Return the day asked for vital assets: two days after an estimated receipt."""
    return next_workday(estimate_receipt(writing.planned_on) + _URGENT)


def contract_named(material: LetterMaterial, locale: Locale) -> str:
    """Return a contract by its title and reference."""
    contract = material.contract
    if not contract.reference:
        return contract.title
    return say("words.referenced", locale, title=contract.title, reference=contract.reference)


def _identities(material: LetterMaterial) -> dict[str, str]:
    practice, provider = material.practice, material.provider
    return {
        "practice_name": practice.legal_name,
        "practice_siren": in_threes(practice.siren),
        "practice_address": address(practice.street, practice.postcode, practice.city),
        "practice_city": practice.city,
        "provider_name": provider.legal_name or provider.name,
        "provider_siren": in_threes(provider.siren),
        "provider_address": address(provider.street, provider.postcode, provider.city),
        "provider_email": provider.emails[0] if provider.emails else "",
    }


def address(street: str, postcode: str, city: str) -> str:
    """Return an address on one line; empty unless street and town are known."""
    if not (street and city):
        return ""
    return f"{street}, {' '.join(filter(None, (postcode, city)))}"


def _contract(material: LetterMaterial, locale: Locale) -> dict[str, str]:
    contract, count = material.contract, len(material.covered)
    counted = say("words.asset" if count == 1 else "words.assets", locale, count=count)
    return {
        "contract_named": contract_named(material, locale),
        "contract_date": _day(contract.starts_on, locale),
        "contract_end": _day(contract.ends_on, locale),
        "notice": Words(locale=locale).period(contract.notice) if contract.notice else "",
        "assets_count": counted if count else "",
    }


def _letter(writing: Writing) -> dict[str, str]:
    locale, rule = writing.locale, writing.letter.deadline
    own = {name: writing.values.get(name, "") for name in OWN_FIELDS}
    return {
        **own,
        "letter_date": day(writing.planned_on, locale),
        "deadline_date": _day(printed_deadline(writing), locale),
        "deadline_length": Words(locale=locale).period(period_of(rule, writing.days))
        if rule
        else "",
        "urgent_date": day(urgent_day(writing), locale),
        "channel": channel_name(writing.channel, locale),
    }


def _earlier(material: LetterMaterial, locale: Locale) -> dict[str, str]:
    first, notice = material.last_sent("L1"), material.last_sent("L4")
    messages = [line for line in material.earlier if line.kind in AMICABLE and line.sent_on]
    return {
        "first_date": _day(first.sent_on, locale) if first else "",
        "first_subject": first.subject if first else "",
        "first_deadline": _last_day(first, locale),
        "earlier_dates": ", ".join(_message(line, locale) for line in messages),
        "earlier_answered": "yes" if any(line.answered_on for line in messages) else "",
        "notice_sent": _day(notice.sent_on, locale) if notice else "",
        "notice_received": _received(notice, locale),
        "notice_deadline": _last_day(notice, locale),
    }


def _money(material: LetterMaterial, locale: Locale) -> dict[str, str]:
    totals = material.account.totals
    if not material.account.charges:
        return dict.fromkeys(("total_paid", "total_accepted", "amount_claimed", "amount_vat"), "")
    return {
        "total_paid": euros(totals.paid, locale),
        "total_accepted": euros(totals.accepted, locale),
        "amount_claimed": euros(totals.refundable, locale) if totals.refundable else "",
        "amount_vat": euros(totals.refundable_vat, locale),
    }


def _asked(writing: Writing) -> dict[str, str]:
    found = {}
    for field in writing.letter.fields:
        value = writing.values.get(field.id, "").strip()
        is_day = field.kind is FieldKind.DATE and value
        found[field.id] = day(date.fromisoformat(value), writing.locale) if is_day else value
    return found


def _message(line: LetterLine, locale: Locale) -> str:
    title = letters().letters[line.kind].title.in_(locale)
    title = title[:1].lower() + title[1:]
    return say("words.message", locale, title=title, date=_day(line.sent_on, locale))


def _received(line: LetterLine | None, locale: Locale) -> str:
    if line is None or line.computation is None:
        return ""
    text = day(line.computation.received_on, locale)
    return say("words.estimated", locale, date=text) if line.computation.is_estimate else text


def _last_day(line: LetterLine | None, locale: Locale) -> str:
    return day(line.computation.last_day, locale) if line and line.computation else ""


def _day(value: date | None, locale: Locale) -> str:
    return day(value, locale) if value else ""


def prefilled(material: LetterMaterial, writing: Writing) -> dict[str, str]:
    """Return what a new letter is filled in with: earlier letters first, then the register."""
    wanted = {field.id for field in writing.letter.fields} | set(OWN_FIELDS)
    proposed = {**_proposed(material, writing.locale), **_carried(material)}
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


_NEVER_CARRIED = {"variant", "urgency", "slot_1", "slot_2", "answer_text", "question", "addressee"}


def _proposed(material: LetterMaterial, locale: Locale) -> dict[str, str]:
    practice, contract, case = material.practice, material.contract, material.case
    person = material.people[0] if material.people else None
    phone = practice.phones[0] if practice.phones else ""
    email = practice.emails[0] if practice.emails else ""
    messages = [line for line in material.earlier if line.sent_on and not line.answered_on]
    unanswered = [day(each.sent_on, locale) for each in case.unanswered] if case else []
    charges = material.account.charges
    return {
        "signer_name": person.name if person else "",
        "signer_capacity": person.role if person else "",
        "contact_name": person.name if person else "",
        "contact_reached": ", ".join(filter(None, (phone, email))),
        "contract_documents": ", ".join(
            filter(None, (contract_named(material, locale), _day(contract.starts_on, locale)))
        ),
        "facts": "\n".join(_fact(line, locale) for line in messages),
        "end_date": contract.ends_on.isoformat() if contract.ends_on else "",
        "successor_name": case.successor if case else "",
        "registry_identity": practice.legal_name,
        "identifier": next((each.identifier for each in material.covered if each.identifier), ""),
        "unanswered": ", ".join(unanswered) or ", ".join(_day(m.sent_on, locale) for m in messages),
        "delivered": "\n".join(_cited(c.label, c.exhibit) for c in charges if c.result.accepted),
        "undelivered": "\n".join(
            _cited(c.label, c.exhibit) for c in charges if c.result.refundable
        ),
        "exhibits": ", ".join(dict.fromkeys(c.exhibit for c in charges if c.exhibit)),
        "phone": phone,
        "email": email,
        "dpo": email,
        "data": "\n".join(each.asset.name for each in material.covered),
    }


def _fact(line: LetterLine, locale: Locale) -> str:
    title = letters().letters[line.kind].title.in_(locale)
    colon = "\u00a0: " if locale == "fr" else ": "
    return f"{_day(line.sent_on, locale)}{colon}{title}"


def _cited(label: str, exhibit: str) -> str:
    return f"{label} ({exhibit})" if exhibit else label
