"""What has changed: all of it, one change with both answers, and what people say of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from probes.texts import Severity
from reversibility.evidence.changes import note_change
from reversibility.evidence.queries import (
    WORTH_A_LOOK,
    WantedChanges,
    count_changes,
    get_change,
    list_changes,
)
from reversibility.http.seat import Desk, reading, writing
from reversibility.kernel.actor import Permission
from reversibility.web.forms.changes import ChangeNoteForm
from reversibility.web.languages import gettext, lazy_gettext
from reversibility.web.members import members_only
from reversibility.web.parts import Choice
from reversibility.web.sheets.changes import ChangeItem, change_item, change_items

pages = members_only(Blueprint("changes", __name__))

SHOWN = 30
_URGENT = tuple(each for each in Severity if each.rank >= Severity.ERROR.rank)
_VIEWS: Mapping[str, tuple[str, WantedChanges]] = {
    "a-expliquer": (
        lazy_gettext("À expliquer"),
        WantedChanges(severities=WORTH_A_LOOK, unexplained=True),
    ),
    "importants": (lazy_gettext("Importants"), WantedChanges(severities=_URGENT)),
    "a-verifier": (lazy_gettext("À vérifier"), WantedChanges(severities=WORTH_A_LOOK)),
    "tous": (lazy_gettext("Tous"), WantedChanges()),
}


@dataclass(frozen=True, kw_only=True)
class ChangesPage:
    """Changes of the practice, the newest first."""

    items: tuple[ChangeItem, ...]
    views: tuple[Choice, ...]
    open_count: int
    total: int
    newer: str
    older: str


@dataclass(frozen=True, kw_only=True)
class ChangePage:
    """One change."""

    id: UUID
    item: ChangeItem


@pages.get("/changements")
def show() -> str:
    """List what has changed."""
    return _list(None)


@pages.get("/changements/avant/<uuid:before>")
def show_older(before: UUID) -> str:
    """List the changes that come after those of the page before."""
    return _list(before)


@pages.get("/changements/<uuid:change_id>")
def show_one(change_id: UUID) -> Response:
    """Show one change with both answers."""
    return _one(change_id, ChangeNoteForm.of())


@pages.post("/changements/<uuid:change_id>")
def note(change_id: UUID) -> Response:
    """Keep what somebody says of a change; show it."""
    form = ChangeNoteForm.of()
    if not form.validate():
        return _one(change_id, form, status=422)
    with writing() as desk:
        note_change(desk.session, desk.actor, change_id, form.draft(), now=desk.now)
    flash(gettext("C’est noté, avec votre nom et la date."), "done")
    return redirect(url_for("changes.show_one", change_id=change_id))


def _list(before: UUID | None) -> str:
    view = request.args.get("vue", "")
    view = view if view in _VIEWS else next(iter(_VIEWS))
    wanted = _VIEWS[view][1]
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)
        lines = list_changes(desk.session, desk.actor, wanted, below=before, limit=SHOWN + 1)
        everything = count_changes(desk.session, desk.actor)
        unexplained = count_changes(desk.session, desk.actor, _VIEWS["a-expliquer"][1])
    page = ChangesPage(
        items=change_items(lines[:SHOWN], may_note=_may_note(desk)),
        views=tuple(
            Choice(text=str(text), href=url_for("changes.show", vue=name), is_chosen=name == view)
            for name, (text, _) in _VIEWS.items()
        ),
        open_count=sum(unexplained.values()),
        total=sum(everything.values()),
        newer=url_for("changes.show", vue=view) if before else "",
        older=(
            url_for("changes.show_older", before=lines[SHOWN - 1].id, vue=view)
            if len(lines) > SHOWN
            else ""
        ),
    )
    return render_template("changes/show.html", page=page)


def _one(change_id: UUID, form: ChangeNoteForm, *, status: int = 200) -> Response:
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)
        line = get_change(desk.session, desk.actor, change_id)
    page = ChangePage(id=line.id, item=change_item(line, may_note=False))
    return make_response(render_template("changes/change.html", page=page, form=form), status)


def _may_note(desk: Desk) -> bool:
    return desk.actor.may(Permission.REGISTER_WRITE)
