"""Enter a contract from a practice file, with all that hangs on it."""

from uuid import UUID

from reversibility.contracts import service as contracts
from reversibility.contracts.agreed import AGREED
from reversibility.contracts.basis import Saying, basis_digest, tell_basis
from reversibility.contracts.clauses import ClauseDraft, answer_clauses, answers_digest
from reversibility.contracts.duty_queries import duties_digest
from reversibility.contracts.responsibilities import DutyDraft, tell_responsibilities
from reversibility.exits.ahead.service import set_days
from reversibility.http.importing.break_up import enter_break_up
from reversibility.http.importing.entering import Entering, Told
from reversibility.http.importing.exits import enter_exit
from reversibility.http.importing.written import enter_written


def enter_contract(entering: Entering, contract: Told) -> None:
    """Enter what was agreed, what happened, what was written, and the exit."""
    session, actor, now = entering.session, entering.actor, entering.now
    draft = contracts.ContractDraft(
        slug=contract["id"],
        provider_id=entering.parties[contract["provider"]],
        reference=contract["reference"],
        title=contract["title"],
        **{name: contract[name] for name in AGREED},
        asset_ids=tuple(entering.assets[slug] for slug in contract["assets"]),
    )
    row = contracts.add_contract(session, actor, draft, now=now)
    entering.contracts[draft.slug] = row.id
    set_days(session, actor, row.id, contract["plan_ahead_days"], now=now)
    _told_of(entering, row.id, contract)
    session.flush()  # what follows asks for the contract
    enter_break_up(entering, row.id, contract)
    enter_written(entering, row.id, contract)
    if contract["exit"]:
        entering.exits[draft.slug] = enter_exit(entering, row.id, contract["exit"])


def _told_of(entering: Entering, contract_id: UUID, contract: Told) -> None:
    """Enter what is expected of a contract, and what it says clause by clause."""
    session, actor, now = entering.session, entering.actor, entering.now
    expects = contracts.Expectations(
        choices=tuple(contract["expects"]), text=contract["expects_text"]
    )
    contracts.tell_expectations(session, actor, contract_id, expects, now=now)
    drafts = [ClauseDraft(**told) for told in contract["clauses"]]
    answer_clauses(session, actor, contract_id, drafts, seen=answers_digest(()), now=now)
    duties = [_duty(told) for told in contract["duties"]]
    nothing = duties_digest({})
    tell_responsibilities(session, actor, contract_id, duties, seen=nothing, now=now)
    sayings = {told["element"]: Saying(says=told["says"]) for told in contract["basis"]}
    tell_basis(session, actor, contract_id, sayings, seen=basis_digest({}), now=now)


def _duty(told: Told) -> DutyDraft:
    sides = {name: tuple(told[name]) for name in ("advises", "informed")}
    return DutyDraft(**{**told, **sides})
