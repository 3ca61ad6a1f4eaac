"""Import a table: send it, read what it would do, decide, confirm; nothing before that."""

from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from reversibility.http.seat import Desk, reading, services, writing
from reversibility.http.tables.entering import enter, plan_of
from reversibility.http.tables.errors import (
    PreviewBlockedError,
    PreviewChangedError,
    TableUnreadableError,
)
from reversibility.http.tables.grid import fold
from reversibility.http.tables.headings import find_heads
from reversibility.http.tables.listed import ACCESSES, CONTRACTS, LISTS, PEOPLE, find_list
from reversibility.http.tables.plan import ASSETS, Action, Plan
from reversibility.http.tables.template import (
    ALL,
    template_kinds,
    write_list_template,
    write_template,
)
from reversibility.http.tables.words import sheet
from reversibility.kernel.actor import Permission
from reversibility.kernel.text import has_hidden, slug
from reversibility.register.models import PartyKind
from reversibility.register.preview_models import TablePreview
from reversibility.register.previews import (
    PreviewDraft,
    decide,
    drop_preview,
    get_preview,
    keep_preview,
)
from reversibility.register.queries import list_parties
from reversibility.web.forms.importing import ChoicesForm, TableForm, table_fault
from reversibility.web.languages import current_language, gettext, ngettext
from reversibility.web.members import members_only
from reversibility.web.parts import Choice
from reversibility.web.sheets.importing import (
    ORDER,
    PreviewRow,
    list_row,
    party_names,
    preview_row,
    tabs,
)
from reversibility.web.words import words

pages = members_only(Blueprint("importing", __name__))

PATH = "/registre/import"
LARGEST_POST = 11 * 1024 * 1024
"""More than a table may weigh, so that one that is a little too large gets its sentence."""
_ROWS_SHOWN = 100
_AFTERWARDS = {
    ACCESSES: "register.show",
    CONTRACTS: "contracts.show_all",
    PEOPLE: "parties.show_all",
}
"""The page on which what a table brought is found."""
_NAMED = 12
_LONGEST_FILENAME = 120


@pages.url_value_preprocessor
def _take_a_file(endpoint: str | None, _values: dict[str, object] | None) -> None:
    # Before the check of the form's token, which reads the whole body.
    if endpoint == "importing.send":
        request.max_content_length = LARGEST_POST


@dataclass(frozen=True, kw_only=True)
class PreviewPage:
    """What a table would do."""

    id: UUID
    filename: str
    which: str
    """Of what the table speaks: assets, people, accesses or contracts."""
    digest: str
    read_as: str
    created: int
    changed: int
    kept: int
    wrong: int
    blocked_by: str
    unknown_columns: tuple[str, ...]
    left_columns: tuple[str, ...]
    missing_parties: tuple[str, ...]
    missing_count: int
    new_parties: int
    tabs: tuple[Choice, ...]
    rows: tuple[PreviewRow, ...]
    first: int
    shown_total: int
    earlier: str
    later: str
    stale: bool


@pages.get(PATH)
def ask() -> Response:
    """Ask for a table, and offer one to fill in."""
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)
    return _ask(TableForm())


@pages.get(f"{PATH}/modele")
def template() -> Response:
    """Hand over an empty table."""
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)
        parties = [
            party.name
            for party in list_parties(desk.session, desk.actor)
            if party.kind is not PartyKind.PRACTICE
        ]
    wanted, locale = request.args.get("nature", ""), current_language()
    if wanted in LISTS:
        content = write_list_template(wanted, locale=locale, now=desk.now)
        name = gettext("modele-registre") + f"-{slug(sheet(wanted, locale))}"
    else:
        kinds = template_kinds(services().catalogue, wanted)
        content = write_template(kinds, parties, locale=locale, now=desk.now)
        name = gettext("modele-registre") + (f"-{kinds[0].id}" if len(kinds) == 1 else "")
    response = send_file(BytesIO(content), as_attachment=True, download_name=f"{name}.xlsx")
    response.headers["Cache-Control"] = "private, no-store"  # it names the practice's providers
    return response


@pages.post(PATH)
def send() -> AnyResponse:
    """Keep the table for an hour; show what it would do."""
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)
        may_agree = desk.actor
    form = TableForm()
    if not form.validate():
        return _ask(form, status=422)
    try:
        listed = find_list(form.grid)
        if listed is None:
            find_heads(form.grid, services().catalogue)
        elif listed.which == CONTRACTS:
            may_agree.require(Permission.CONTRACT_WRITE)
    except TableUnreadableError as error:
        form.file.errors = [table_fault(error)]
        return _ask(form, status=422)
    grid = form.grid
    draft = PreviewDraft(
        filename=_filename(form.file.data.filename or ""),
        form=grid.form,
        separator=grid.separator,
        sheet=grid.sheet,
        rows=[[number, list(cells)] for number, cells in grid.rows],
    )
    with writing() as desk:
        preview_id = keep_preview(desk.session, desk.actor, draft, now=desk.now)
    return redirect(url_for(".show", preview_id=preview_id))


@pages.get(f"{PATH}/<uuid:preview_id>")
def show(preview_id: UUID) -> Response:
    """Show what the table would do to the register as it is now."""
    return _show(preview_id)


@pages.post(f"{PATH}/<uuid:preview_id>/choix")
def choose(preview_id: UUID) -> AnyResponse:
    """Keep what was decided; show what the table would do then."""
    form = ChoicesForm()
    with writing() as desk:
        decide(desk.session, desk.actor, preview_id, form.decided, now=desk.now)
    return redirect(url_for(".show", preview_id=preview_id))


@pages.post(f"{PATH}/<uuid:preview_id>/confirmation")
def confirm(preview_id: UUID) -> AnyResponse:
    """Import exactly what was shown."""
    digest = request.form.get("digest", "")
    try:
        with writing() as desk:
            preview = get_preview(desk.session, desk.actor, preview_id, now=desk.now)
            done = enter(
                desk.session, desk.actor, preview, services().catalogue,
                digest=digest, now=desk.now,
            )  # fmt: skip
    except (PreviewChangedError, PreviewBlockedError):
        return _show(preview_id, status=409)
    if done.which != ASSETS:
        flash(ngettext("Import terminé\u00a0: %(num)s ligne ajoutée.",
                       "Import terminé\u00a0: %(num)s lignes ajoutées.", done.created))  # fmt: skip
        return redirect(url_for(_AFTERWARDS[done.which]))
    said = ngettext("%(num)s élément créé", "%(num)s éléments créés", done.created)
    also = ngettext("%(num)s modifié", "%(num)s modifiés", done.changed)
    flash(gettext("Import terminé\u00a0: %(created)s, %(changed)s.", created=said, changed=also))
    return redirect(url_for("register.show"))


@pages.post(f"{PATH}/<uuid:preview_id>/abandon")
def drop(preview_id: UUID) -> AnyResponse:
    """Forget the table."""
    with writing() as desk:
        get_preview(desk.session, desk.actor, preview_id, now=desk.now)
        drop_preview(desk.session, desk.actor, preview_id)
    flash(gettext("Le tableau est oublié. Rien n’a été importé."))
    return redirect(url_for(".ask"))


def _ask(form: TableForm, *, status: int = 200) -> Response:
    titles = {kind.id: words().text(kind.short) for kind in services().catalogue.kinds.values()}
    kinds = sorted(titles.items(), key=lambda kind: fold(kind[1]))
    lists = [(each, sheet(each, current_language())) for each in LISTS]
    context = {"form": form, "kinds": kinds, "every": ALL, "lists": lists}
    return make_response(render_template("importing/ask.html", **context), status)


def _show(preview_id: UUID, *, status: int = 200) -> Response:
    with reading() as desk:
        preview = get_preview(desk.session, desk.actor, preview_id, now=desk.now)
        plan = _plan(desk, preview)
    page = _page(preview, plan, stale=status == 409)  # noqa: PLR2004 - Conflict
    form = ChoicesForm.of(plan.choices)
    form.keep(_to_decide(plan))
    return make_response(render_template("importing/show.html", page=page, form=form), status)


def _plan(desk: Desk, preview: TablePreview) -> Plan:
    return plan_of(
        desk.session, desk.actor, preview, services().catalogue, locale=current_language()
    )


def _to_decide(plan: Plan) -> set[str]:
    asked = {
        "ignores_columns": bool(plan.heads.unknown),
        "creates_parties": bool(plan.missing_parties),
        "changes_known": any(row.before for row in plan.rows),
        "leaves_wrong": bool(plan.counts[Action.WRONG]),
    }
    return {name for name, is_asked in asked.items() if is_asked}


def _page(preview: TablePreview, plan: Plan, *, stale: bool) -> PreviewPage:
    counts, heads = plan.counts, plan.heads
    chosen = _chosen(plan)
    rows = [row for row in plan.rows if row.action is chosen]
    first = _first(len(rows))
    names, catalogue = party_names(plan.register), services().catalogue
    return PreviewPage(
        id=preview.id,
        filename=preview.filename,
        which=plan.which,
        digest=plan.digest,
        read_as=_read_as(preview, plan),
        created=counts[Action.CREATE],
        changed=counts[Action.CHANGE],
        kept=counts[Action.KEEP],
        wrong=counts[Action.WRONG],
        blocked_by=plan.blocked_by,
        unknown_columns=tuple(heads.title(place) for place in heads.unknown),
        left_columns=tuple(heads.title(place) for place in heads.left),
        missing_parties=tuple(plan.missing_parties[:_NAMED]),
        missing_count=len(plan.missing_parties),
        new_parties=len(plan.new_parties),
        tabs=tabs(plan, chosen, {each: _address(preview.id, each) for each in ORDER}),
        rows=tuple(
            preview_row(row, catalogue, names) if plan.which == ASSETS else list_row(row)
            for row in rows[first : first + _ROWS_SHOWN]
        ),
        first=first,
        shown_total=len(rows),
        earlier=_address(preview.id, chosen, first - _ROWS_SHOWN) if first else "",
        later=_address(preview.id, chosen, first + _ROWS_SHOWN)
        if first + _ROWS_SHOWN < len(rows)
        else "",
        stale=stale,
    )


def _chosen(plan: Plan) -> Action:
    asked, counts = request.args.get("voir", ""), plan.counts
    there = [each for each in ORDER if counts[each]]
    return next((each for each in there if each.value == asked), there[0])


def _first(total: int) -> int:
    asked = request.args.get("depuis", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0  # noqa: PLR2004 - of 10,000
    return number - number % _ROWS_SHOWN if number < total else 0


def _address(preview_id: UUID, action: Action, first: int = 0) -> str:
    place = first or None
    return url_for(".show", preview_id=preview_id, voir=action.value, depuis=place)


def _read_as(preview: TablePreview, plan: Plan) -> str:
    number = plan.heads.number
    if preview.form == "xlsx":
        return gettext(
            "Classeur XLSX, feuille «\u00a0%(sheet)s\u00a0», titres à la ligne %(number)s.",
            sheet=preview.sheet,
            number=number,
        )
    return gettext(
        "CSV, cellules séparées par %(separator)s, encodage %(encoding)s, titres à la ligne"
        " %(number)s.",
        separator=_SEPARATORS.get(preview.separator, preview.separator),
        encoding=_ENCODINGS.get(preview.form, preview.form.upper()),
        number=number,
    )


_SEPARATORS = {";": "«\u00a0;\u00a0»", ",": "«\u00a0,\u00a0»", "\t": "⇥", "|": "«\u00a0|\u00a0»"}
_ENCODINGS = {
    "cp1252": "Windows-1252", "mac_roman": "Mac OS Roman", "cp850": "MS-DOS (850)",
    "utf-8": "UTF-8", "utf-8-sig": "UTF-8",
}  # fmt: skip


def _filename(text: str) -> str:
    # For display only: what no name of a file holds is left out.
    shown = "".join(letter for letter in text if not has_hidden(letter))
    return shown[-_LONGEST_FILENAME:] or gettext("tableau")
