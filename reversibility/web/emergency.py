"""The emergency card: what to write on it, and printing it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from flask import (
    Blueprint,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    send_file,
    url_for,
)
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response as WerkzeugResponse
from wtforms import Field, HiddenField

from reversibility.exits.emergency.building import build_card, card_pdf, said_sha256
from reversibility.exits.emergency.queries import CardMaterial, gather_card
from reversibility.exits.emergency.rules import (
    ENVELOPE,
    FIELDS,
    INSURANCES,
    LONGEST,
    NOTES,
    OF_CONTACT,
    OF_INSURANCE,
)
from reversibility.exits.emergency.service import note_printed, write_card
from reversibility.exits.errors import CardChangedError
from reversibility.http.seat import reading, services, writing
from reversibility.kernel.actor import Permission
from reversibility.kernel.dates import Locale
from reversibility.web.forms.text import Line
from reversibility.web.languages import current_language, gettext, lazy_gettext
from reversibility.web.members import members_only

pages = members_only(Blueprint("emergency", __name__))

_PARTS = {
    "name": lazy_gettext("Nom"),
    "policy": lazy_gettext("N° de contrat"),
    "phone": lazy_gettext("Téléphone"),
    "delay": lazy_gettext("Délai pour déclarer"),
    "detail": lazy_gettext("Adresse, horaires, autre précision"),
}
GROUPS = {
    "legal": lazy_gettext("Assurance de protection juridique"),
    "cyber": lazy_gettext("Assurance cyber"),
    "liability": lazy_gettext("Assurance de responsabilité civile professionnelle"),
    "lead": lazy_gettext("Qui conduit au cabinet"),
    "lawyer": lazy_gettext("Avocat"),
    "body": lazy_gettext("Ordre ou chambre"),
    "deputy": lazy_gettext("Qui a un mandat du cabinet"),
    "locum": lazy_gettext("Confrère qui peut remplacer"),
}


class CardForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What the register lacks; a field for each line of the card."""

    version = HiddenField()
    envelope = Line(
        lazy_gettext("Où se trouve l’enveloppe fermée"),
        limit=LONGEST,
        description=lazy_gettext(
            "L’endroit seulement, par exemple «\u00a0coffre de l’étude\u00a0». Jamais ce qu’elle "
            "contient."
        ),
    )
    notes = Line(lazy_gettext("Autre"), limit=LONGEST)

    def group(self, name: str) -> list[Line]:
        """Return the fields of one group."""
        parts = OF_INSURANCE if name in INSURANCES else OF_CONTACT
        return [self[f"{name}_{part}"] for part in parts]

    def answers(self) -> dict[str, str]:
        """Return what was written."""
        return {name: self[name].data or "" for name in FIELDS}


for _name in FIELDS:
    if _name not in {ENVELOPE, NOTES}:
        setattr(CardForm, _name, Line(_PARTS[_name.rpartition("_")[2]], limit=LONGEST))


@dataclass(frozen=True, kw_only=True)
class CardGroup:
    """Whom to call about one thing: what is kept of it, and its fields."""

    title: str
    state: str
    """Their name and number, as they are kept; or that there is none."""
    is_unfolded: bool
    fields: tuple[Field, ...]


@dataclass(frozen=True, kw_only=True)
class CardPage:
    """The card: what it says already, and whether the printed one still does."""

    groups: tuple[CardGroup, ...]
    known: tuple[tuple[str, str], ...]
    """What the register says: label and sentence."""
    printed_at: datetime | None
    is_outdated: bool
    changed_by: str = ""
    """Who wrote meanwhile; empty: nobody."""


@pages.get("/carte-urgence")
def ask() -> WerkzeugResponse:
    """Show the card and ask for what is missing."""
    material = _read()
    form = CardForm(data={**material.answers, "version": str(material.version)})
    return _show(_page(material, form), form)


@pages.post("/carte-urgence")
def change() -> WerkzeugResponse:
    """Keep what was written."""
    material = _read()
    form = CardForm()
    if not form.validate():
        return _show(_page(material, form), form, status=422)
    typed = str(form.version.data)
    try:
        with writing() as desk:
            version = int(typed) if typed.isdecimal() else -1
            write_card(desk.session, desk.actor, version, form.answers(), now=desk.now)
    except CardChangedError:
        material = _read()
        form.version.data = str(material.version)
        page = _page(material, form, changed_by=material.changed_by)
        return _show(page, form, status=409)
    flash(
        gettext(
            "La carte d’urgence est enregistrée. Imprimez-la\u00a0: c’est sur papier qu’elle sert."
        )
    )
    return redirect(url_for(".ask"))


@pages.post("/carte-urgence/<any(fr, en):locale>.pdf")
def print_card(locale: Locale) -> Response:
    """Print the card, and note what it said that day."""
    material = _read()
    content = card_pdf(material, locale)
    with writing() as desk:
        said = said_sha256(build_card(material, "fr"))
        note_printed(desk.session, desk.actor, said, now=desk.now)
    name = f"carte-urgence-{locale}.pdf" if locale == "fr" else f"emergency-card-{locale}.pdf"
    response = send_file(
        BytesIO(content), mimetype="application/pdf", as_attachment=True, download_name=name
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _read() -> CardMaterial:
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)
        return gather_card(desk.session, desk.actor, services().catalogue, now=desk.now)


def _page(material: CardMaterial, form: CardForm, *, changed_by: str = "") -> CardPage:
    card = build_card(material, "fr")
    return CardPage(
        groups=tuple(_groups(material, form)),
        known=tuple(_known(material)),
        printed_at=material.printed_at,
        is_outdated=material.printed_at is not None
        and material.printed_sha256 != said_sha256(card),
        changed_by=changed_by,
    )


def _groups(material: CardMaterial, form: CardForm) -> Iterator[CardGroup]:
    """Open what is wrong or not kept yet; on the first look, the first of whom nothing is said."""
    is_next = not form.is_submitted()
    for name, title in GROUPS.items():
        fields = tuple(form.group(name))
        kept = [material.answers.get(field.name, "") for field in fields]
        differs = [field.data or "" for field in fields] != kept
        is_wrong = any(field.errors for field in fields)
        is_empty = not any(kept)
        yield CardGroup(
            title=str(title),
            state=_reached(material, name) or gettext("à remplir"),
            is_unfolded=(is_next and is_empty) or is_wrong or differs,
            fields=fields,
        )
        is_next = is_next and not is_empty


def _reached(material: CardMaterial, name: str) -> str:
    said = [material.answers.get(f"{name}_{part}", "") for part in ("name", "phone")]
    return ", ".join(filter(None, said))


def _known(material: CardMaterial) -> Iterator[tuple[str, str]]:
    for element in build_card(material, current_language()).elements:
        said = [element.name, element.whom, element.reach, element.ours]
        text = ", ".join(filter(None, said))
        yield element.label, text or gettext("une ligne à remplir à la main")


def _show(page: CardPage, form: CardForm, *, status: int = 200) -> WerkzeugResponse:
    return make_response(render_template("emergency/card.html", page=page, form=form), status)
