"""One task: what it asks, what it waits for; give it, check it, close it, set it aside, open it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from probes.interface import VerdictField
from reversibility.evidence.queries import ProofLine, VerdictLine, list_proofs, verdicts_on
from reversibility.evidence.queries.declared import list_declared
from reversibility.evidence.service import request_probe
from reversibility.exits.errors import TaskInvalidError
from reversibility.exits.tasks.models import TaskOrigin
from reversibility.exits.tasks.queries import TaskLine
from reversibility.exits.tasks.service import (
    add_task,
    assign_task,
    close_task,
    reopen_task,
    set_task_aside,
    watch_task,
)
from reversibility.http.refusals import sentence
from reversibility.http.seat import Desk, reading, services, writing
from reversibility.kernel.actor import Permission
from reversibility.recovery.errors import TaskCycleError
from reversibility.register.archiving import Edit
from reversibility.register.queries import PartySheet, list_parties
from reversibility.web.forms.tasks import (
    AsideForm,
    AssignForm,
    CloseForm,
    OwnTaskForm,
    VersionForm,
)
from reversibility.web.languages import current_language, gettext
from reversibility.web.leaving.pages import PATH, Leaving, pages, read_leaving
from reversibility.web.leaving.task_page import TaskPage, task_page

_TASK = f"{PATH}/taches/<uuid:task_id>"


@dataclass(frozen=True, kw_only=True)
class _Read:
    leaving: Leaving
    line: TaskLine
    parties: tuple[PartySheet, ...]
    proofs: tuple[ProofLine, ...]
    verdict: VerdictLine | None


@pages.get(_TASK)
def show_task(contract_id: UUID, task_id: UUID) -> Response:
    """Show one task."""
    with reading() as desk:
        read = _read(desk, contract_id, task_id)
    return _show(read, _forms(read))


@pages.post(f"{_TASK}/qui")
def assign(contract_id: UUID, task_id: UUID) -> Response:
    """Keep who does it and until when."""
    with reading() as desk:
        read = _read(desk, contract_id, task_id)
    forms = _forms(read)
    form = forms["assign"]
    if not form.validate():
        return _show(read, forms, status=422)
    with writing() as desk:
        edit = Edit(id=task_id, version=form.version.data)
        assign_task(desk.session, desk.actor, edit, form.assignment(), now=desk.now)
    return _back(contract_id, task_id, gettext("C’est noté."))


@pages.post(f"{_TASK}/cloture")
def close(contract_id: UUID, task_id: UUID) -> Response:
    """Close it with a document or with what somebody states."""
    with reading() as desk:
        read = _read(desk, contract_id, task_id)
    forms = _forms(read)
    form = forms["close"]
    if not form.validate():
        return _show(read, forms, status=422)
    try:
        with writing() as desk:
            edit = Edit(id=task_id, version=form.version.data)
            closing = form.closing(today=desk.now.date())
            close_task(desk.session, desk.actor, edit, closing, now=desk.now)
    except TaskInvalidError as error:
        form.refuse(error)
        return _show(read, forms, status=422)
    return _back(contract_id, task_id, gettext("La tâche est close."))


@pages.post(f"{_TASK}/sans-objet")
def set_aside(contract_id: UUID, task_id: UUID) -> Response:
    """Note that it does not apply, and why."""
    with reading() as desk:
        read = _read(desk, contract_id, task_id)
    forms = _forms(read)
    form = forms["aside"]
    if not form.validate():
        return _show(read, forms, status=422)
    with writing() as desk:
        edit = Edit(id=task_id, version=form.version.data)
        set_task_aside(desk.session, desk.actor, edit, form.reason.data, now=desk.now)
    return _back(contract_id, task_id, gettext("La tâche est notée sans objet."))


@pages.post(f"{_TASK}/reouverture")
def reopen(contract_id: UUID, task_id: UUID) -> Response:
    """Open it again."""
    _find(contract_id, task_id)
    form = VersionForm()
    if form.validate():
        with writing() as desk:
            edit = Edit(id=task_id, version=form.version.data)
            reopen_task(desk.session, desk.actor, edit, now=desk.now)
        flash(gettext("La tâche est rouverte."))
    return redirect(url_for("exits.show_task", contract_id=contract_id, task_id=task_id))


@pages.post(f"{_TASK}/verification")
def check(contract_id: UUID, task_id: UUID) -> Response:
    """Have public sources asked whether it is done; show how far that is."""
    _find(contract_id, task_id)
    form = VersionForm()
    if not form.validate():
        return redirect(url_for("exits.show_task", contract_id=contract_id, task_id=task_id))
    with writing() as desk:
        line = read_leaving(desk, contract_id).find(task_id)
        edit = Edit(id=task_id, version=form.version.data)
        asset_id = watch_task(desk.session, desk.actor, edit, now=desk.now)
        if line.origin is TaskOrigin.CONTROL:
            return redirect(url_for("control.show", asset_id=asset_id))
        options = services().probe_options
        run = request_probe(desk.session, desk.actor, [asset_id], options, now=desk.now)
    return redirect(url_for("checks.show", run_id=run.id))


@pages.get(f"{PATH}/taches/nouvelle")
def ask_own(contract_id: UUID) -> Response:
    """Ask what one's own task is, and where it stands among the others."""
    with reading() as desk:
        leaving, form = _own(desk, contract_id)
    return _show_own(leaving, form)


@pages.post(f"{PATH}/taches/nouvelle")
def add_own(contract_id: UUID) -> Response:
    """Add it; refused when it would wait for itself."""
    with reading() as desk:
        leaving, form = _own(desk, contract_id)
    if not form.validate():
        return _show_own(leaving, form, status=422)
    try:
        with writing() as desk:
            row = add_task(desk.session, desk.actor, leaving.opened.id, form.draft(), now=desk.now)
            task_id = row.id
    except TaskCycleError as error:
        form.before.errors = [sentence(error, current_language())]
        return _show_own(leaving, form, status=422)
    return _back(contract_id, task_id, gettext("La tâche est ajoutée."))


def _find(contract_id: UUID, task_id: UUID) -> None:
    """Refuse a task that this exit does not have, whatever the form says."""
    with reading() as desk:
        read_leaving(desk, contract_id).find(task_id)


def _own(desk: Desk, contract_id: UUID) -> tuple[Leaving, OwnTaskForm]:
    desk.actor.require(Permission.EXIT_PRODUCE)
    leaving = read_leaving(desk, contract_id)
    parties = list_parties(desk.session, desk.actor)
    return leaving, OwnTaskForm.of(leaving.planned.lines, parties)


def _show_own(leaving: Leaving, form: OwnTaskForm, *, status: int = 200) -> Response:
    page = {
        "contract_id": leaving.contract.id,
        "contract": leaving.contract.title,
        "provider": leaving.contract.provider.name,
    }
    return make_response(render_template("exits/own.html", page=page, form=form), status)


def _read(desk: Desk, contract_id: UUID, task_id: UUID) -> _Read:
    leaving = read_leaving(desk, contract_id)
    line = leaving.find(task_id)
    proofs: Collection[ProofLine] = ()
    verdicts: Mapping[VerdictField, VerdictLine] = {}
    if line.asset_id is not None:
        declared = list_declared(desk.session, desk.actor, [line.asset_id])
        filed = list_proofs(desk.session, desk.actor, declared)
        found = verdicts_on(desk.session, desk.actor, declared, filed)
        proofs, verdicts = filed.get(line.asset_id, ()), found.get(line.asset_id, {})
    kept = [each for each in proofs if each.withdrawal is None and each.erased_at is None]
    return _Read(
        leaving=leaving,
        line=line,
        parties=list_parties(desk.session, desk.actor) if leaving.may_work else (),
        proofs=tuple(kept),
        verdict=verdicts.get(VerdictField(line.probe)) if line.probe else None,
    )


def _forms(read: _Read) -> dict[str, Any]:
    return {
        "assign": AssignForm.of(read.line, read.parties),
        "close": CloseForm.of(read.line, read.proofs, today=read.leaving.today),
        "aside": AsideForm.of(read.line),
    }


def _show(read: _Read, forms: Mapping[str, Any], *, status: int = 200) -> Response:
    page: TaskPage = task_page(read.leaving, read.line, read.verdict, services().catalogue)
    wrong = next((form for form in forms.values() if form.errors), None)
    body = render_template("exits/task.html", page=page, wrong=wrong, **forms)
    return make_response(body, status)


def _back(contract_id: UUID, task_id: UUID, said: str) -> Response:
    flash(said)
    return redirect(url_for("exits.show_task", contract_id=contract_id, task_id=task_id))
