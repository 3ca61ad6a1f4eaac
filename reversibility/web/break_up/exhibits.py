"""The chronology with its numbered list of exhibits, as a PDF, or packed with every exhibit."""

from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from flask import Blueprint, make_response, render_template, request, send_file
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField, SelectChoice
from wtforms.validators import ValidationError

from reversibility.contracts.queries import get_contract
from reversibility.contracts.texts import paper_kind
from reversibility.exits.exhibiting.gathering import ExhibitMaterial, gather_exhibits
from reversibility.exits.exhibiting.producing import Form, Produced, produce_exhibits
from reversibility.http.seat import Desk, reading, services
from reversibility.journal.service import Subject
from reversibility.kernel.digest import sha256
from reversibility.web.filters import date_long
from reversibility.web.languages import current_language, gettext, lazy_gettext
from reversibility.web.members import members_only
from reversibility.web.telling import Taken, Taking, tell_taken

pages = members_only(Blueprint("exhibits", __name__))


class ExhibitsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """The promise before anything leaves, and the language of what leaves."""

    language = RadioField(
        lazy_gettext("Langue du document"),
        choices=[
            SelectChoice("fr", lazy_gettext("Français")),
            SelectChoice("en", lazy_gettext("Anglais")),
        ],
        default="fr",
    )
    nothing_private = BooleanField(
        lazy_gettext("J’ai relu\u00a0: aucune donnée de patient ou de client n’est visible"),
        description=lazy_gettext("Ni dans les faits, ni dans les pièces."),
    )

    def validate_nothing_private(self, field: BooleanField) -> None:
        """Ask for the promise."""
        if not field.data:
            raise ValidationError(gettext("Relisez les faits et les pièces, puis cochez."))


@dataclass(frozen=True, kw_only=True)
class ExhibitRow:
    """A paper that leaves, with its number."""

    number: int
    title: str
    detail: str


@dataclass(frozen=True, kw_only=True)
class ExhibitsPage:
    """What the list holds, and what stays."""

    contract_id: UUID
    contract: str
    provider: str
    rows: tuple[ExhibitRow, ...]
    fact_count: int
    line_count: int
    """Facts, changes that checks saw, and what became of letters."""
    kept: tuple[str, ...]
    """Titles of the papers that stay within the practice."""


@pages.get("/contrats/<uuid:contract_id>/bordereau")
def show(contract_id: UUID) -> Response:
    """Show what the list holds before it is taken."""
    with reading() as desk:
        material = _material(desk, contract_id, with_files=False)
    return _show(material, ExhibitsForm())


@pages.post("/contrats/<uuid:contract_id>/bordereau")
def take(contract_id: UUID) -> Response:
    """Hand over the list in a language, or the pack with both lists and every exhibit."""
    form = ExhibitsForm()
    is_promised = form.validate()
    with reading() as desk:
        material = _material(desk, contract_id, with_files=is_promised)
    if not is_promised:
        return _show(material, form, status=422)
    wanted = request.form.get("what")
    produced = produce_exhibits(
        material,
        Form(wanted) if wanted in set(Form) else Form.PACK,
        form.language.data,
        time_zone=services().settings.time_zone,
    )
    return _hand_over(desk, contract_id, produced)


def _material(desk: Desk, contract_id: UUID, *, with_files: bool) -> ExhibitMaterial:
    contract = get_contract(desk.session, desk.actor, contract_id, today=desk.now.date())
    return gather_exhibits(desk.session, desk.actor, contract, now=desk.now, with_files=with_files)


def _hand_over(desk: Desk, contract_id: UUID, produced: Produced) -> Response:
    response = send_file(
        BytesIO(produced.content),
        mimetype=produced.media_type,
        as_attachment=True,
        download_name=produced.filename,
    )
    response.headers["Cache-Control"] = "private, no-store"
    taken = Taken(
        what=Taking.EXHIBITS,
        subject=Subject(type="contract", id=contract_id),
        filename=produced.filename,
        sha256=sha256(produced.content),
    )
    return tell_taken(response, desk, taken)


def _show(material: ExhibitMaterial, form: ExhibitsForm, *, status: int = 200) -> Response:
    chronology = material.chronology
    rows = tuple(
        ExhibitRow(
            number=number,
            title=line.title,
            detail=f"{paper_kind(line.kind, current_language())}, {date_long(line.dated_on)}",
        )
        for number, line in enumerate(material.leaving, start=1)
    )
    kept = [each for each in chronology.papers.values() if each.counts and not each.may_leave]
    page = ExhibitsPage(
        contract_id=chronology.contract.id,
        contract=chronology.contract.title,
        provider=chronology.contract.provider.name,
        rows=rows,
        fact_count=len(chronology.events),
        line_count=len(chronology.moments),
        kept=tuple(each.title for each in kept),
    )
    return make_response(render_template("break_up/exhibits.html", page=page, form=form), status)
