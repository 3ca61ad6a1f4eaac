"""Take the register away: a practice file, a workbook, or a table."""

from dataclasses import dataclass
from io import BytesIO

from flask import Blueprint, Response, render_template, request, send_file

from reversibility.http.exporting.document import practice_document
from reversibility.http.exporting.files import FORMATS, TABLES, RegisterFile, register_file
from reversibility.http.seat import reading, services, writing
from reversibility.http.tables.words import sheet
from reversibility.kernel.actor import Permission
from reversibility.register.errors import FormatMissingError
from reversibility.register.queries import count_assets
from reversibility.register.service import note_export
from reversibility.web.filters import local_day
from reversibility.web.languages import current_language
from reversibility.web.members import members_only

pages = members_only(Blueprint("exporting", __name__))


@dataclass(frozen=True, kw_only=True)
class ExportPage:
    """What can be taken away."""

    total: int
    archived: int
    may_import: bool
    tables: tuple[tuple[str, str], ...]
    """What a CSV file may hold: (id, name)."""


@pages.get("/registre/export")
def ask() -> str:
    """Ask in which format."""
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_EXPORT)
        total, archived = count_assets(desk.session, desk.actor)
        may_import = desk.actor.may(Permission.REGISTER_WRITE)
    names = tuple((table, sheet(table, current_language())) for table in TABLES)
    page = ExportPage(total=total, archived=archived, may_import=may_import, tables=names)
    return render_template("exporting/ask.html", page=page)


@pages.post("/registre/export")
def take() -> Response:
    """Hand the register over; that is journalled before."""
    kind = request.form.get("format", "")
    table = request.form.get("table", TABLES[0])
    if kind not in FORMATS or table not in TABLES:
        raise FormatMissingError
    with writing() as desk:
        document = practice_document(desk.session, desk.actor)
        what = {"format": kind, "assets": len(document.get("assets", []))}
        note_export(desk.session, desk.actor, what, now=desk.now)
    made = register_file(
        document,
        services().catalogue,
        kind,
        locale=current_language(),
        now=desk.now,
        table=table,
    )
    return _attachment(made, f"{made.stem}-{local_day(desk.now).isoformat()}.{kind}")


def _attachment(made: RegisterFile, filename: str) -> Response:
    response = send_file(
        BytesIO(made.content),
        mimetype=made.media_type,
        as_attachment=True,
        download_name=filename,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
