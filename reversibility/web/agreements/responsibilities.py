"""Who does what under a contract: one person decides each row, and the gaps are shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import Field

from reversibility.contracts.duty_queries import DutyLine, duties_digest, responsibilities_of
from reversibility.contracts.errors import DutiesChangedError
from reversibility.contracts.queries import get_contract
from reversibility.contracts.responsibilities import tell_responsibilities
from reversibility.http.seat import Desk, reading, writing
from reversibility.kernel.actor import Permission
from reversibility.web.forms.duties import SIDES, DutiesForm
from reversibility.web.languages import gettext
from reversibility.web.members import members_only
from reversibility.web.words import words

pages = members_only(Blueprint("contract_duties", __name__))


@dataclass(frozen=True, kw_only=True)
class DutyRow:
    """One row, with the fields of its answers."""

    number: int
    id: str
    title: str
    hint: str
    never_provider: bool
    usual: str
    is_gap: bool
    state: str
    """Who decides, as it is kept; or that nobody does."""
    is_unfolded: bool
    decides: Field
    name: Field
    does: Field
    advises: Field
    informed: Field


@dataclass(frozen=True, kw_only=True)
class DutiesPage:
    """Who does what under one contract."""

    contract_id: UUID
    contract: str
    provider: str
    rows: tuple[DutyRow, ...]
    gaps: int
    may_write: bool
    is_conflict: bool = False


@dataclass(frozen=True, kw_only=True)
class _Read:
    contract_id: UUID
    contract: str
    provider: str
    lines: tuple[DutyLine, ...]
    may_write: bool

    @property
    def digest(self) -> str:
        """Return what tells whether the rows are still these."""
        return duties_digest({line.row.id: line.duty for line in self.lines})


@pages.get("/contrats/<uuid:contract_id>/qui-fait-quoi")
def show(contract_id: UUID) -> Response:
    """Show who does what."""
    with reading() as desk:
        read = _read(desk, contract_id)
    return _show(read, DutiesForm.of(read.lines, read.digest))


@pages.post("/contrats/<uuid:contract_id>/qui-fait-quoi")
def keep(contract_id: UUID) -> Response:
    """Keep who does what."""
    with reading() as desk:
        desk.actor.require(Permission.CONTRACT_WRITE)
        read = _read(desk, contract_id)
    form = DutiesForm.of(read.lines, read.digest)
    if not form.validate():
        return _show(read, form, status=422)
    drafts = form.drafts([line.row for line in read.lines])
    try:
        with writing() as desk:
            is_new = tell_responsibilities(
                desk.session, desk.actor, contract_id, drafts, seen=form.seen.data, now=desk.now
            )
    except DutiesChangedError:
        return _meanwhile(contract_id, form)
    if is_new:
        flash(gettext("Qui fait quoi est enregistré."))
    return redirect(url_for("contract_duties.show", contract_id=contract_id))


def _meanwhile(contract_id: UUID, form: DutiesForm) -> Response:
    with reading() as desk:
        read = _read(desk, contract_id)
    form.rebase({line.row.id: line.duty for line in read.lines}, read.digest)
    return _show(read, form, status=409, is_conflict=True)


def _read(desk: Desk, contract_id: UUID) -> _Read:
    contract = get_contract(desk.session, desk.actor, contract_id, today=desk.now.date())
    return _Read(
        contract_id=contract_id,
        contract=contract.title,
        provider=contract.provider.name,
        lines=responsibilities_of(desk.session, desk.actor, contract_id),
        may_write=desk.actor.may(Permission.CONTRACT_WRITE),
    )


def _show(
    read: _Read, form: DutiesForm, *, status: int = 200, is_conflict: bool = False
) -> Response:
    page = DutiesPage(
        contract_id=read.contract_id,
        contract=read.contract,
        provider=read.provider,
        rows=_rows(form, read.lines),
        gaps=sum(line.is_gap for line in read.lines),
        may_write=read.may_write,
        is_conflict=is_conflict,
    )
    return make_response(
        render_template("agreements/responsibilities.html", page=page, form=form), status
    )


def _rows(form: DutiesForm, lines: Sequence[DutyLine]) -> tuple[DutyRow, ...]:
    rows = []
    unfolded = _unfolded(form, lines)
    for number, line in enumerate(lines, start=1):
        decides, name, does, advises, informed = form.of_row(line.row)
        rows.append(
            DutyRow(
                number=number,
                id=line.row.id,
                title=words().text(line.row.title),
                hint=words().text(line.row.hint),
                never_provider=line.row.never_provider,
                usual=str(SIDES[line.row.does]),
                is_gap=line.is_gap,
                state=_state(line),
                is_unfolded=line.row.id in unfolded,
                decides=decides,
                name=name,
                does=does,
                advises=advises,
                informed=informed,
            )
        )
    return tuple(rows)


def _state(line: DutyLine) -> str:
    if line.is_gap:
        return gettext("personne ne décide")
    return line.duty.decides_name


def _unfolded(form: DutiesForm, lines: Sequence[DutyLine]) -> set[str]:
    """Return the rows that are open at once: what is wrong or not kept yet, else the next gap."""
    if form.is_submitted():
        return {line.row.id for line in lines if form.is_wrong(line.row) or form.differs(line)}
    return {line.row.id for line in islice((line for line in lines if line.is_gap), 1)}
