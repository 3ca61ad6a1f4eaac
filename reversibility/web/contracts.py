"""Contracts: until when to give notice, what each covers, and the plans made to leave it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from flask import Blueprint, render_template, url_for

from reversibility.contracts.explaining import explain
from reversibility.contracts.queries import ContractSheet, get_contract, list_contracts
from reversibility.contracts.terms import Counting, Dates, State
from reversibility.evidence.standing import list_standings
from reversibility.exits.queries import DocumentLine, ExitSheet, find_exit_in_full
from reversibility.http.seat import reading, services
from reversibility.kernel.actor import Permission
from reversibility.web.agreements.doors import DoorGroup, doors_of
from reversibility.web.filters import date_long
from reversibility.web.languages import current_language, gettext
from reversibility.web.members import members_only
from reversibility.web.parts import Bill, ContractRow, Edition, StandingRow, Term, TermDrawing
from reversibility.web.sheets.agreed import agreed_terms
from reversibility.web.sheets.ahead import AheadPart, ahead_part
from reversibility.web.sheets.documents import editions, exit_terms
from reversibility.web.sheets.notice import notice_bill, term_drawing
from reversibility.web.sheets.standing import WORST_FIRST, standing_rows
from reversibility.web.words import words

pages = members_only(Blueprint("contracts", __name__))


@dataclass(frozen=True, kw_only=True)
class ContractsPage:
    """Every contract, the most pressing first."""

    rows: tuple[ContractRow, ...]
    next_notice: date | None


@dataclass(frozen=True, kw_only=True)
class ContractPage:
    """One contract, with what it takes to leave it."""

    id: UUID
    title: str
    reference: str
    provider: str
    dates: Dates
    explanation: str
    agreed: tuple[Term, ...]
    may_write: bool
    sends: bool
    """Whether the day of sending counts, by the contract; else receipt, the safe reading."""
    bill: Bill | None
    drawing: TermDrawing | None
    rows: tuple[StandingRow, ...]
    out_of_reach: int
    situation: str
    """Empty while no exit is open."""
    exit_terms: tuple[Term, ...]
    editions: tuple[Edition, ...]
    may_produce: bool
    gives_notice: bool
    """Whether the letter that ends the contract is what comes next: a last day is ahead of it."""
    doors: tuple[DoorGroup, ...]
    ahead: AheadPart | None = None
    """What the service makes by itself ahead of the contract's dates."""


@pages.get("/contrats")
def show_all() -> str:
    """List the contracts."""
    with reading() as desk:
        contracts = list_contracts(desk.session, desk.actor, today=desk.now.date())
    ahead = [each.dates.deadline.last_day for each in contracts if each.dates.deadline]
    page = ContractsPage(
        rows=tuple(_row(contract) for contract in contracts), next_notice=min(ahead, default=None)
    )
    return render_template("contracts/list.html", page=page)


@pages.get("/contrats/<uuid:contract_id>")
def show(contract_id: UUID) -> str:
    """Show one contract."""
    with reading() as desk:
        today = desk.now.date()
        contract = get_contract(desk.session, desk.actor, contract_id, today=today)
        standings = list_standings(desk.session, desk.actor, services().catalogue, in_full=False)
        case, documents = find_exit_in_full(desk.session, desk.actor, contract_id)
        leaves = case is not None and not case.is_prepared
        may_produce = desk.actor.may(Permission.EXIT_PRODUCE)
        doors = doors_of(desk, contract_id)
        may_write = desk.actor.may(Permission.CONTRACT_WRITE)
    covered = [each for each in standings if each.asset.id in contract.asset_ids]
    rows = standing_rows(covered, today=today)
    page = replace(
        _page(contract, rows, case, documents, today=today, may_produce=may_produce),
        ahead=ahead_part((), contract),
        doors=doors,
        may_write=may_write,
        gives_notice=may_write and _gives_notice(contract.dates) and not leaves,
    )
    return render_template("contracts/show.html", page=page)


def _page(
    contract: ContractSheet,
    rows: Collection[StandingRow],
    case: ExitSheet | None,
    documents: Collection[DocumentLine],
    *,
    today: date,
    may_produce: bool,
) -> ContractPage:
    leaves = case is not None and not case.is_prepared
    return ContractPage(
        id=contract.id,
        title=contract.title,
        reference=contract.reference,
        provider=contract.provider.name,
        dates=contract.dates,
        explanation=explain(contract.dates, current_language()),
        agreed=agreed_terms(contract.agreed),
        may_write=False,
        sends=contract.agreed.counting is Counting.SENDING,
        bill=notice_bill(contract),
        drawing=term_drawing(contract, today=today),
        rows=tuple(sorted(rows, key=lambda row: WORST_FIRST.index(row.state))),
        out_of_reach=sum(row.state == WORST_FIRST[0] for row in rows),
        situation=words().label("situations", case.situation) if case and leaves else "",
        exit_terms=exit_terms(case) if case and leaves else (),
        editions=editions(documents, services().catalogue),
        may_produce=may_produce and bool(rows),
        gives_notice=False,
        doors=(),
    )


def _gives_notice(dates: Dates) -> bool:
    return dates.deadline is not None and not dates.ends_by_itself and dates.state is not State.OVER


def _row(contract: ContractSheet) -> ContractRow:
    found = contract.dates.deadline
    return ContractRow(
        href=url_for("contracts.show", contract_id=contract.id),
        title=contract.title,
        provider=contract.provider.name,
        reference=contract.reference,
        ends_on=contract.ends_on,
        notice_day=found.last_day if found else None,
        days_left=found.days_left if found else None,
        without_day=_without_day(contract.dates),
        is_missed=contract.dates.missed and not contract.dates.ends_by_itself,
        asset_count=len(contract.asset_ids),
    )


def _without_day(dates: Dates) -> str:
    if dates.missed_on and not dates.ends_by_itself and dates.state is not State.OVER:
        return gettext("passée, le %(day)s", day=date_long(dates.missed_on))
    said = {
        State.OVER: gettext("terme passé"),
        State.ENDLESS: gettext("à tout moment"),
    }
    by_itself = gettext("prend fin de lui-même") if dates.ends_by_itself else ""
    return said.get(dates.state) or by_itself or gettext("préavis non indiqué")
