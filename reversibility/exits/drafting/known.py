"""What the register, the contract and earlier letters say for a letter, in one language."""

from datetime import date, timedelta

from reversibility.catalogues.letters import FieldKind, letters
from reversibility.exits.drafting.ending import follows_form
from reversibility.exits.drafting.gathering import LetterMaterial
from reversibility.exits.drafting.words import channel_name, say
from reversibility.exits.letters.deadlines import compute_deadline, estimate_receipt, period_of
from reversibility.exits.letters.queries import LetterLine
from reversibility.exits.letters.writing import Writing
from reversibility.exits.words import Words
from reversibility.kernel.amounts import euros
from reversibility.kernel.dates import Locale, day
from reversibility.kernel.text import in_threes
from reversibility.kernel.workdays import next_workday

AMICABLE = ("L1", "L2", "L3")
ENDING = "L5"
"""The letter that ends a contract under its own rule: it follows the form that this asks for."""
OWN_FIELDS = ("signer_name", "signer_capacity", "contact_name", "contact_reached")
"""What every letter asks: who signs it, and whom to call."""
_URGENT = timedelta(days=2)


def letter_values(material: LetterMaterial, writing: Writing) -> dict[str, str]:
    """Return every value of a letter, ready to print; what is missing is empty."""
    return {
        **_identities(material),
        **_contract(material, writing.locale),
        **_form(material, writing),
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
    """Return a contract by its title, in quotation marks, and its reference."""
    return _referenced(material, say("words.quoted", locale, title=material.contract.title), locale)


def _referenced(material: LetterMaterial, title: str, locale: Locale) -> str:
    reference = material.contract.reference
    if not reference:
        return title
    return say("words.referenced", locale, title=title, reference=reference)


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
        "contract_titled": _referenced(material, contract.title, locale),
        "contract_date": day_or_empty(contract.starts_on, locale),
        "contract_end": day_or_empty(contract.ends_on, locale),
        "notice": Words(locale=locale).period(contract.notice) if contract.notice else "",
        "assets_count": counted if count else "",
    }


def _form(material: LetterMaterial, writing: Writing) -> dict[str, str]:
    """Return whether the channel is the form that the contract asks, and where notice goes."""
    if writing.kind != ENDING:
        return {"form_followed": ""}
    agreed = material.contract.agreed
    where = " ".join(agreed.notice_address.split())
    return {
        "form_followed": "yes" if follows_form(agreed.notice_form, writing.channel) else "",
        **({"provider_address": where} if where else {}),
    }


def _letter(writing: Writing) -> dict[str, str]:
    locale, rule = writing.locale, writing.letter.deadline
    own = {name: writing.values.get(name, "") for name in OWN_FIELDS}
    return {
        **own,
        "letter_date": day(writing.planned_on, locale),
        "deadline_date": day_or_empty(printed_deadline(writing), locale),
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
        "first_date": day_or_empty(first.sent_on, locale) if first else "",
        "first_subject": first.subject if first else "",
        "first_deadline": _last_day(first, locale),
        "earlier_dates": ", ".join(_message(line, locale) for line in messages),
        "earlier_answered": "yes" if any(line.answered_on for line in messages) else "",
        "notice_sent": day_or_empty(notice.sent_on, locale) if notice else "",
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
    return say("words.message", locale, title=title, date=day_or_empty(line.sent_on, locale))


def _received(line: LetterLine | None, locale: Locale) -> str:
    if line is None or line.computation is None:
        return ""
    text = day(line.computation.received_on, locale)
    return say("words.estimated", locale, date=text) if line.computation.is_estimate else text


def _last_day(line: LetterLine | None, locale: Locale) -> str:
    return day(line.computation.last_day, locale) if line and line.computation else ""


def day_or_empty(value: date | None, locale: Locale) -> str:
    """Return a day in words; empty where there is none."""
    return day(value, locale) if value else ""
