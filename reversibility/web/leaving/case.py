"""The case of an exit: situation, dates, new provider; and bringing its tasks up to date."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response

from reversibility.exits.errors import (
    ExitMissingError,
    NothingToLeaveError,
    SilenceUnprovedError,
    TargetTooEarlyError,
)
from reversibility.exits.qualifying.queries import find_told
from reversibility.exits.queries import find_exit
from reversibility.exits.service import open_exit
from reversibility.exits.tasks.difference import Difference
from reversibility.exits.tasks.generating import Wanted
from reversibility.exits.tasks.models import ExitTask
from reversibility.exits.tasks.planning import compare_case
from reversibility.exits.tasks.service import generate_tasks
from reversibility.http.seat import Desk, reading, services, writing
from reversibility.kernel.actor import Permission
from reversibility.register.queries import list_parties
from reversibility.web.forms.exits import HINTS, ExitForm
from reversibility.web.languages import current_language, gettext
from reversibility.web.leaving.pages import PATH, Leaving, pages, read_leaving


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """The contract whose provider is left."""

    contract_id: UUID
    contract: str
    provider: str
    is_open: bool
    hints: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class ChangeGroup:
    """What would become of some tasks."""

    title: str
    detail: str
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PreviewPage:
    """What bringing the tasks up to date would change."""

    contract_id: UUID
    contract: str
    provider: str
    is_first: bool
    groups: tuple[ChangeGroup, ...]


@pages.get(f"{PATH}/dossier")
def ask_case(contract_id: UUID) -> Response:
    """Ask what happens, by when everything is wanted, and who comes next."""
    with reading() as desk:
        page, form = _form(desk, contract_id)
    return _show(page, form)


@pages.post(f"{PATH}/dossier")
def keep_case(contract_id: UUID) -> Response:
    """Open or change the case; lead to what that changes in its tasks."""
    with reading() as desk:
        page, form = _form(desk, contract_id)
    if not form.validate():
        return _show(page, form, status=422)
    try:
        with writing() as desk:
            open_exit(desk.session, desk.actor, form.draft(contract_id), now=desk.now)
    except (SilenceUnprovedError, TargetTooEarlyError) as error:
        form.refuse(error)
        return _show(page, form, status=422)
    flash(gettext("Le dossier de sortie est enregistré."))
    return redirect(url_for("exits.preview", contract_id=contract_id))


@pages.get(f"{PATH}/mise-a-jour")
def preview(contract_id: UUID) -> str:
    """Show what the playbooks ask today against the tasks there are, before anything changes."""
    with reading() as desk:
        desk.actor.require(Permission.EXIT_PRODUCE)
        case = find_exit(desk.session, desk.actor, contract_id)
        if case is None or case.is_prepared:
            raise ExitMissingError
        catalogue, today = services().catalogue, desk.now.date()
        compared = compare_case(desk.session, desk.actor, case, catalogue, today=today)
    page = PreviewPage(
        contract_id=contract_id,
        contract=compared.contract.title,
        provider=compared.contract.provider.name,
        is_first=compared.is_first,
        groups=_groups(compared.difference, compared.names),
    )
    return render_template("exits/preview.html", page=page)


@pages.post(f"{PATH}/mise-a-jour")
def generate(contract_id: UUID) -> Response:
    """Bring the tasks up to date; show the exit."""
    with writing() as desk:
        leaving = read_leaving(desk, contract_id)
        generate_tasks(
            desk.session, desk.actor, leaving.opened.id, services().catalogue, now=desk.now
        )
    flash(gettext("Les tâches sont à jour."))
    return redirect(url_for("exits.show", contract_id=contract_id))


def _form(desk: Desk, contract_id: UUID) -> tuple[CasePage, ExitForm]:
    desk.actor.require(Permission.EXIT_PRODUCE)
    leaving = read_leaving(desk, contract_id)
    if not leaving.contract.asset_ids:
        raise NothingToLeaveError
    parties = list_parties(desk.session, desk.actor)
    since = leaving.case.created_at if leaving.case else None
    told = find_told(desk.session, desk.actor, contract_id, since=since)
    form = ExitForm.of(leaving.case, parties, today=leaving.today, told=told)
    return _case_page(leaving), form


def _case_page(leaving: Leaving) -> CasePage:
    return CasePage(
        contract_id=leaving.contract.id,
        contract=leaving.contract.title,
        provider=leaving.contract.provider.name,
        is_open=leaving.case is not None,
        hints={situation.value: str(hint) for situation, hint in HINTS.items()},
    )


def _show(page: CasePage, form: ExitForm, *, status: int = 200) -> Response:
    return make_response(render_template("exits/case.html", page=page, form=form), status)


def _groups(found: Difference, names: Mapping[UUID, str]) -> tuple[ChangeGroup, ...]:
    wanted = (
        (gettext("Ajoutées"), "", _wanted(found.added, names)),
        (
            gettext("Modifiées"),
            gettext("Durée, ordre, qui agit ou droit\u00a0; ce que vous avez noté reste."),
            _rows([row for row, _ in found.changed], names),
        ),
        (
            gettext("Retirées"),
            gettext("Personne n’y avait touché."),
            _rows(found.leaving, names),
        ),
        (
            gettext("Mises de côté, conservées"),
            gettext("Elles ne sont plus demandées, mais quelqu’un y avait travaillé."),
            _rows(found.set_apart, names),
        ),
        (gettext("De nouveau demandées"), "", _rows(found.back, names)),
    )
    return tuple(
        ChangeGroup(title=title, detail=detail, names=lines)
        for title, detail, lines in wanted
        if lines
    )


def _wanted(tasks: Collection[Wanted], names: Mapping[UUID, str]) -> tuple[str, ...]:
    language = current_language()
    return tuple(f"{names.get(each.asset_id, '')} · {each.title.in_(language)}" for each in tasks)


def _rows(rows: Iterable[ExitTask], names: Mapping[UUID, str]) -> tuple[str, ...]:
    language = current_language()
    called = ((names.get(row.asset_id, "") if row.asset_id else "", row) for row in rows)
    return tuple(" · ".join(filter(None, (name, row.title[language]))) for name, row in called)
