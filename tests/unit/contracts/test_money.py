"""Paid against delivered and accepted: to the cent, line by line, in both ways of writing."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reversibility.contracts.money.models import ChargeKind
from reversibility.contracts.money.rules import ChargeFacts, charge_faults, compute, total
from reversibility.kernel.amounts import euros, parse_euros

TODAY = date(2026, 12, 1)
SITE = ChargeFacts(
    kind=ChargeKind.ONE_OFF,
    net=Decimal(3000),
    vat_rate=Decimal(20),
    paid=Decimal(3600),
    paid_on=date(2026, 5, 2),
    invoiced_on=date(2026, 4, 30),
    accepted=Decimal(1200),
)
CARE = ChargeFacts(
    kind=ChargeKind.SUBSCRIPTION,
    net=Decimal(600),
    vat_rate=Decimal(20),
    paid=Decimal(720),
    paid_on=date(2026, 1, 15),
    invoiced_on=date(2026, 1, 2),
    period_from=date(2026, 1, 1),
    period_to=date(2026, 12, 31),
    served_until=date(2026, 7, 2),
)


def charge(**overrides: Any) -> ChargeFacts:
    return ChargeFacts(**{**vars(SITE), **overrides})


def test_a_delivery_is_worth_what_was_accepted_of_it() -> None:
    found = compute(SITE, today=TODAY)
    assert (found.gross, found.accepted) == (Decimal("3600.00"), Decimal("1440.00"))
    assert found.refundable == Decimal("2160.00")
    assert found.refundable_vat == Decimal("360.00")


def test_a_subscription_is_counted_by_the_day_both_ends_included() -> None:
    found = compute(CARE, today=TODAY)
    assert (found.served, found.days) == (183, 365)
    # 600 x 183 / 365 = 300.8219..., then VAT: 360.984.
    assert found.accepted_net == Decimal("300.82")
    assert found.accepted == Decimal("360.98")
    assert found.refundable == Decimal("359.02")


def test_the_total_is_the_sum_of_the_lines_as_they_are_shown() -> None:
    lines = [(each, compute(each, today=TODAY)) for each in (SITE, CARE)]
    totals = total(lines)
    assert totals.paid == Decimal("4320.00")
    assert totals.refundable == Decimal("2519.02")
    assert totals.refundable_vat == Decimal("419.84")


def test_an_unpaid_invoice_is_overdue_thirty_days_after_it_unless_a_day_was_agreed() -> None:
    unpaid = charge(paid=Decimal(0), paid_on=None)
    assert not compute(unpaid, today=date(2026, 5, 30)).is_overdue
    assert compute(unpaid, today=date(2026, 5, 31)).is_overdue
    agreed = charge(paid=Decimal(0), paid_on=None, due_on=date(2026, 6, 15))
    assert not compute(agreed, today=date(2026, 6, 15)).is_overdue


def test_more_delivered_than_paid_is_never_asked_back() -> None:
    found = compute(charge(paid=Decimal(600), accepted=Decimal(3000)), today=TODAY)
    assert found.refundable == 0
    assert found.unpaid == Decimal("3000.00")


@pytest.mark.parametrize(
    ("overrides", "field", "code"),
    [
        ({"net": Decimal(0), "accepted": Decimal(0)}, "net", "amount"),
        ({"accepted": Decimal(4000)}, "accepted", "accepted_beyond_net"),
        ({"paid_on": None}, "paid_on", "paid_without_day"),
        ({"due_on": date(2026, 4, 1)}, "due_on", "due_before_invoice"),
        ({"disputed_on": date(2026, 4, 1)}, "disputed_on", "disputed_before_invoice"),
        ({"kind": ChargeKind.SUBSCRIPTION}, "period_from", "period_missing"),
        (
            {**vars(CARE), "period_to": date(2025, 1, 1), "served_until": None},
            "period_to",
            "period_reversed",
        ),
        ({**vars(CARE), "served_until": date(2027, 1, 1)}, "served_until", "served_outside_period"),
    ],
)
def test_what_contradicts_itself_is_named(overrides: dict[str, Any], field: str, code: str) -> None:
    assert charge_faults(charge(**overrides)) == {field: code}


def test_sums_are_written_and_read_the_local_way() -> None:
    amount = Decimal("1234.50")
    assert euros(amount, "fr") == "1\u202f234,50\u00a0€"
    assert euros(amount, "en") == "€1,234.50"
    for text in ("1 234,50", "1\u202f234,50 €", "1,234.50", "1.234,50", "1234.5"):
        assert parse_euros(text) == amount


@pytest.mark.parametrize("text", ["", "douze", "1,2,3.4.5", "-5", "12,345"])
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no sum of money"):
        parse_euros(text)


CENTS = st.integers(min_value=1, max_value=10_000_000).map(lambda cents: Decimal(cents) / 100)


@given(net=CENTS, paid=CENTS, share=st.integers(0, 100), rate=st.sampled_from((0, 55, 100, 200)))
def test_asked_back_and_kept_add_up_to_what_was_paid(
    net: Decimal, paid: Decimal, share: int, rate: int
) -> None:
    accepted = (net * share / 100).quantize(Decimal("0.01"))
    facts = charge(net=net, paid=paid, accepted=accepted, vat_rate=Decimal(rate) / 10)
    found = compute(facts, today=TODAY)
    assert 0 <= found.refundable <= paid
    assert found.refundable == max(paid - found.accepted, Decimal(0))
    assert 0 <= found.refundable_vat <= found.refundable


@given(amount=CENTS, locale=st.sampled_from(("fr", "en")))
def test_a_sum_that_was_written_can_be_read(amount: Decimal, locale: Any) -> None:
    assert parse_euros(euros(amount, locale)) == amount
