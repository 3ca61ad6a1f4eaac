"""Enter what was billed, lost, weighed, written and asked for, from a practice file."""

from decimal import Decimal
from uuid import UUID

from reversibility.contracts.money.rules import ChargeFacts
from reversibility.contracts.money.service import ChargeDraft, LossDraft, add_charge, add_loss
from reversibility.exits.deciding.service import answer_weighing
from reversibility.exits.letters.bringing import bring_letter
from reversibility.exits.requests.bringing import BroughtItem, BroughtRequest, bring_request
from reversibility.http.importing.entering import Entering, Told


def enter_written(entering: Entering, contract_id: UUID, contract: Told) -> None:
    """Enter accounts, answers, letters and requests; the files of letters are not carried."""
    session, actor, now = entering.session, entering.actor, entering.now
    for told in contract["charges"]:
        add_charge(session, actor, contract_id, charge_draft(told), now=now)
    for told in contract["losses"]:
        add_loss(session, actor, contract_id, loss_draft(told), now=now)
    if contract["weighing"]:
        answer_weighing(session, actor, contract_id, contract["weighing"], version=0, now=now)
    _letters(entering, contract_id, contract)
    for told in contract["requests"]:
        bring_request(session, actor, contract_id, _request(entering, told), now=now)


def _letters(entering: Entering, contract_id: UUID, contract: Told) -> None:
    written: list[UUID] = []
    for told in contract["letters"]:
        facts = {name: value for name, value in told.items() if name not in {"files", "follows"}}
        facts["follows_id"] = written[told["follows"] - 1] if told["follows"] else None
        written.append(
            bring_letter(entering.session, entering.actor, contract_id, facts, now=entering.now)
        )
        entering.session.flush()  # the one that follows it points to it


def _request(entering: Entering, told: Told) -> BroughtRequest:
    items = [
        BroughtItem(
            asset_id=entering.assets.get(item["asset"]),
            **{name: value for name, value in item.items() if name != "asset"},
        )
        for item in told["items"]
    ]
    return BroughtRequest(**{**told, "items": items})


def charge_draft(told: Told) -> ChargeDraft:
    """Return an invoice as a practice file tells it."""
    days = ("invoiced_on", "due_on", "paid_on", "period_from", "period_to", "served_until")
    facts = ChargeFacts(
        kind=told["kind"],
        net=Decimal(told["net_cents"]) / 100,
        vat_rate=Decimal(told["vat_rate"]) / 100,
        paid=Decimal(told["paid_cents"]) / 100,
        accepted=Decimal(told["accepted_cents"]) / 100,
        disputed_on=told["disputed_on"],
        **{name: told[name] for name in days},
    )
    texts = {name: told[name] for name in ("label", "reference", "exhibit", "dispute")}
    return ChargeDraft(facts=facts, **texts)


def loss_draft(told: Told) -> LossDraft:
    """Return a loss as a practice file tells it."""
    named = {name: value for name, value in told.items() if name != "amount_cents"}
    return LossDraft(amount=Decimal(told["amount_cents"]) / 100, **named)
