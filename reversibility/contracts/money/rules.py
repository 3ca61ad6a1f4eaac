"""Paid against delivered and accepted, line by line, to the cent. Pure.

A sum that was billed for a thing is earned by what was accepted of it; a subscription by the days
of service, both ends counted. VAT follows the net amount. Half a cent goes up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from reversibility.contracts.money.models import ChargeKind

_CENT = Decimal("0.01")
_ONE = Decimal(1)
DEFAULT_TERM = timedelta(days=30)
"""Without an agreed day an invoice is due thirty days after (C. com., art. L.441-10, I)."""
LARGEST = Decimal(99_999_999)
HIGHEST_RATE = Decimal(30)


@dataclass(frozen=True, kw_only=True)
class ChargeFacts:
    """One invoice or instalment, as declared."""

    kind: ChargeKind
    net: Decimal
    vat_rate: Decimal
    """In per cent: 20."""
    paid: Decimal
    """VAT included."""
    invoiced_on: date
    due_on: date | None = None
    paid_on: date | None = None
    accepted: Decimal = Decimal(0)
    """Before VAT; of a subscription it is counted from the days."""
    period_from: date | None = None
    period_to: date | None = None
    served_until: date | None = None
    disputed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class ChargeResult:
    """What follows from one charge; every addend is here to be shown."""

    gross: Decimal
    days: int
    """Days billed; 0 for what is no subscription."""
    served: int
    accepted_net: Decimal
    accepted: Decimal
    """VAT included."""
    refundable: Decimal
    """Paid beyond what was accepted, VAT included."""
    refundable_vat: Decimal
    unpaid: Decimal
    """Billed and not paid, VAT included."""
    is_overdue: bool
    is_disputed: bool


@dataclass(frozen=True, kw_only=True)
class Totals:
    """The sums of every line."""

    gross: Decimal
    paid: Decimal
    accepted: Decimal
    refundable: Decimal
    refundable_vat: Decimal
    unpaid: Decimal


def compute(facts: ChargeFacts, *, today: date) -> ChargeResult:
    """Compute what one charge comes to."""
    rate = _ONE + facts.vat_rate / 100
    gross = cents(facts.net * rate)
    days, served = _days(facts)
    net = cents(facts.net * served / days) if days else facts.accepted
    accepted = cents(net * rate)
    refundable = max(facts.paid - accepted, Decimal(0))
    unpaid = max(gross - facts.paid, Decimal(0))
    return ChargeResult(
        gross=gross,
        days=days,
        served=served,
        accepted_net=net,
        accepted=accepted,
        refundable=refundable,
        refundable_vat=refundable - cents(refundable / rate),
        unpaid=unpaid,
        is_overdue=unpaid > 0 and due_day(facts) < today,
        is_disputed=facts.disputed_on is not None,
    )


def due_day(facts: ChargeFacts) -> date:
    """Return the last day to pay a charge."""
    return facts.due_on or facts.invoiced_on + DEFAULT_TERM


def total(lines: Iterable[tuple[ChargeFacts, ChargeResult]]) -> Totals:
    """Add the lines up: sums of what is shown, so that they can be added again by hand."""
    found = list(lines)
    results = [result for _, result in found]
    return Totals(
        gross=_sum(each.gross for each in results),
        paid=_sum(facts.paid for facts, _ in found),
        accepted=_sum(each.accepted for each in results),
        refundable=_sum(each.refundable for each in results),
        refundable_vat=_sum(each.refundable_vat for each in results),
        unpaid=_sum(each.unpaid for each in results),
    )


def charge_faults(facts: ChargeFacts) -> dict[str, str]:
    """Return what contradicts itself: field -> code."""
    faults = {name: code for name, code in _amount_faults(facts) if code}
    if facts.kind is ChargeKind.SUBSCRIPTION:
        faults |= _period_faults(facts)
    if facts.due_on is not None and facts.due_on < facts.invoiced_on:
        faults["due_on"] = "due_before_invoice"
    if facts.paid > 0 and facts.paid_on is None:
        faults["paid_on"] = "paid_without_day"
    if facts.disputed_on is not None and facts.disputed_on < facts.invoiced_on:
        faults["disputed_on"] = "disputed_before_invoice"
    return faults


def cents(amount: Decimal) -> Decimal:
    """Round to the cent, half a cent up."""
    return amount.quantize(_CENT, rounding=ROUND_HALF_UP)


def _amount_faults(facts: ChargeFacts) -> Iterable[tuple[str, str]]:
    yield "net", "" if 0 < facts.net <= LARGEST else "amount"
    yield "vat_rate", "" if 0 <= facts.vat_rate <= HIGHEST_RATE else "vat_rate"
    yield "paid", "" if 0 <= facts.paid <= LARGEST else "amount"
    yield "accepted", "" if 0 <= facts.accepted <= facts.net else "accepted_beyond_net"


def _period_faults(facts: ChargeFacts) -> dict[str, str]:
    if facts.period_from is None or facts.period_to is None:
        return {"period_from": "period_missing"}
    if facts.period_to < facts.period_from:
        return {"period_to": "period_reversed"}
    if facts.served_until and not facts.period_from <= facts.served_until <= facts.period_to:
        return {"served_until": "served_outside_period"}
    return {}


def _days(facts: ChargeFacts) -> tuple[int, int]:
    if facts.period_from is None or facts.period_to is None:
        return 0, 0
    days = (facts.period_to - facts.period_from).days + 1
    served = (facts.served_until - facts.period_from).days + 1 if facts.served_until else 0
    return days, served


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return cents(sum(amounts, Decimal(0)))
