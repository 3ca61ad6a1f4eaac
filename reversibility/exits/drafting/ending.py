"""How a contract ends, as its terms say it: what the letter that ends it proposes. Pure."""

from collections.abc import Mapping
from datetime import date

from reversibility.catalogues.letters import Channel
from reversibility.contracts.agreed import Agreed, NoticeForm
from reversibility.contracts.queries import ContractSheet
from reversibility.contracts.terms import Counting, Renewal, State, compute
from reversibility.exits.drafting.words import say
from reversibility.exits.letters.deadlines import estimate_receipt
from reversibility.exits.letters.writing import Writing
from reversibility.kernel.dates import Locale


def ending_proposed(contract: ContractSheet, writing: Writing) -> dict[str, str]:
    """Return how to end a contract, its last day and the last day to say so; empty if unknown."""
    dates, form = contract.dates, required_form(contract.agreed, writing.locale)
    if dates.state is State.ENDLESS:
        out_on = _out_on(contract.agreed, writing.planned_on)
        return _filled(variant="termination", end_date=out_on, required_form=form)
    ahead = dates.deadline
    if ahead is None:
        return _filled(end_date=dates.ends_on, required_form=form)
    return _filled(
        variant="non_renewal" if contract.agreed.renewal is Renewal.TACIT else "",
        end_date=ahead.term.ends_on,
        notice_day=ahead.last_day,
        required_form=form,
    )


def required_form(agreed: Agreed, locale: Locale) -> str:
    """Return the form and address that the contract asks notice to have."""
    form = say(f"forms.{agreed.notice_form.value}", locale) if agreed.notice_form else ""
    return ", ".join(filter(None, (form, " ".join(agreed.notice_address.split()))))


def channel_for(form: NoticeForm | None, usual: Channel) -> Channel:
    """Return how notice goes out, so that it has the form that the contract asks for."""
    return _CHANNELS[form][0] if form in _CHANNELS else usual


def follows_form(form: NoticeForm | None, channel: Channel) -> bool:
    """Say whether a channel has the form that the contract asks for; any does, where none is.

    A qualified electronic registered letter is worth a registered one (CPCE, art. L.100).
    """
    return form not in _CHANNELS or channel in _CHANNELS[form]


_REGISTERED = (Channel.LRAR, Channel.LRE, Channel.LRAR_AND_EMAIL)
_CHANNELS: Mapping[NoticeForm | None, tuple[Channel, ...]] = {
    NoticeForm.REGISTERED: _REGISTERED,
    NoticeForm.ELECTRONIC: (Channel.LRE,),
    NoticeForm.EITHER_REGISTERED: _REGISTERED,
    NoticeForm.LETTER: _REGISTERED,
    NoticeForm.EMAIL: (Channel.EMAIL, Channel.LRAR_AND_EMAIL),
    NoticeForm.PORTAL: (Channel.PLATFORM,),
}
"""The channels that have a form, the usual one first."""


def _out_on(agreed: Agreed, planned_on: date) -> date | None:
    """Return the last day of a contract without a term, once notice has been given.

    Where receipt counts, the notice runs from the day on which the letter is taken to arrive.
    """
    terms = agreed.terms()
    counts_on = estimate_receipt(planned_on) if terms.counting is Counting.RECEIPT else planned_on
    return compute(terms, today=counts_on).out_on


def _filled(**values: str | date | None) -> dict[str, str]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if value
    }
