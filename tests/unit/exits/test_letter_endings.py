"""What the letter that ends a contract proposes, from the terms of the contract."""

from datetime import date
from uuid import UUID

import pytest

from reversibility.catalogues.letters import Channel
from reversibility.contracts.agreed import Agreed, NoticeForm
from reversibility.contracts.queries import ContractSheet
from reversibility.contracts.terms import Counting, Renewal, compute
from reversibility.exits.drafting.ending import (
    channel_for,
    ending_proposed,
    follows_form,
    required_form,
)
from reversibility.kernel.period import Period
from reversibility.register.models import PartyKind
from reversibility.register.queries import PartyRef
from tests.factories.letters import writing

TODAY = date(2026, 12, 1)


def contract(agreed: Agreed) -> ContractSheet:
    """Return a contract of these terms."""
    return ContractSheet(
        id=UUID(int=1),
        slug="site",
        reference="",
        title="Site",
        provider=PartyRef(id=UUID(int=2), name="Studio Exemple Web", kind=PartyKind.PROVIDER),
        agreed=agreed,
        dates=compute(agreed.terms(), today=TODAY),
        asset_ids=(),
        expects=(),
        expects_text="",
        version=1,
        changed_by="",
        plan_ahead_days=0,
        plan_ready_for=None,
    )


def proposed(agreed: Agreed) -> dict[str, str]:
    return ending_proposed(contract(agreed), writing("L5", on=TODAY))


@pytest.mark.parametrize(
    ("counting", "end"),
    # Three working days after Tuesday 1 December, where receipt counts.
    [(Counting.SENDING, "2027-03-01"), (Counting.RECEIPT, "2027-03-04")],
)
def test_a_contract_without_a_term_ends_its_notice_after_the_day_that_counts(
    counting: Counting, end: str
) -> None:
    agreed = Agreed(
        starts_on=date(2024, 1, 1),
        renewal=Renewal.OPEN_ENDED,
        notice=Period(months=3),
        counting=counting,
    )
    assert proposed(agreed) == {"variant": "termination", "end_date": end}


def test_once_the_last_day_has_passed_the_next_term_is_proposed() -> None:
    agreed = Agreed(
        starts_on=date(2025, 1, 1),
        ends_on=date(2026, 12, 31),
        renewal=Renewal.TACIT,
        renewal_term=Period(months=12),
        notice=Period(months=3),
    )
    assert proposed(agreed) == {
        "variant": "non_renewal",
        "end_date": "2027-12-31",
        "notice_day": "2027-09-30",
    }


def test_a_contract_that_ends_by_itself_has_no_last_day_to_give_notice() -> None:
    agreed = Agreed(
        starts_on=date(2025, 1, 1),
        ends_on=date(2027, 5, 31),
        renewal=Renewal.NONE,
        notice=Period(months=3),
    )
    assert proposed(agreed) == {"end_date": "2027-05-31"}


def test_nothing_is_proposed_where_nothing_is_known() -> None:
    assert proposed(Agreed()) == {}


@pytest.mark.parametrize("form", NoticeForm)
def test_every_form_that_a_contract_may_ask_is_told_with_its_address(form: NoticeForm) -> None:
    agreed = Agreed(notice_form=form, notice_address="8 rue du Studio\n75011 Paris")
    french, english = required_form(agreed, "fr"), required_form(agreed, "en")
    assert french.endswith(", 8 rue du Studio 75011 Paris")
    assert english != french


@pytest.mark.parametrize("form", [*NoticeForm, None])
def test_the_channel_proposed_has_the_form_that_the_contract_asks_for(
    form: NoticeForm | None,
) -> None:
    channel = channel_for(form, Channel.LRAR)
    assert follows_form(form, channel)
    assert channel in writing("L5", on=TODAY).letter.channels


def test_a_mail_is_no_registered_letter_and_a_qualified_electronic_one_is() -> None:
    assert not follows_form(NoticeForm.REGISTERED, Channel.EMAIL)
    assert follows_form(NoticeForm.REGISTERED, Channel.LRE)
    assert not follows_form(NoticeForm.ELECTRONIC, Channel.LRAR)
    assert follows_form(NoticeForm.FREE, Channel.EMAIL)
