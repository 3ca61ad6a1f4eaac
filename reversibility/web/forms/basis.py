"""The form of what papers say of a contract that nobody signed: its words, and which paper."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import Field, SelectChoice, SelectField, TextAreaField
from wtforms.validators import StopValidation

from reversibility.contracts.basis import LONGEST_SAYING, Saying
from reversibility.contracts.basis_models import Element
from reversibility.contracts.paper_queries import PaperLine
from reversibility.contracts.texts import label, paper_kind
from reversibility.http.refusals import fault
from reversibility.kernel.dates import day
from reversibility.kernel.errors import InvalidError
from reversibility.web.forms.text import AtMost, tidy
from reversibility.web.languages import current_language, gettext


class BasisForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What is said of each element, and by which paper."""

    @classmethod
    def of(cls, papers: Collection[PaperLine], sayings: Mapping[Element, Saying]) -> "BasisForm":
        """Make the form, filled with what was posted, else with what is kept."""
        choices = [
            SelectChoice("", gettext("Aucune pièce")),
            *(SelectChoice(str(paper.id), _named(paper)) for paper in papers),
        ]
        fields: dict[str, Any] = {}
        data: dict[str, object] = {}
        for element in Element:
            kept = sayings.get(element, Saying())
            told = label("elements", element.value, current_language())
            fields[f"says_{element}"] = TextAreaField(
                told,
                validators=[AtMost(LONGEST_SAYING, lines=True)],
                filters=[tidy],
                render_kw={"rows": "2"},
            )
            fields[f"paper_{element}"] = SelectField(
                gettext("%(element)s, d’après quelle pièce", element=told),
                choices=choices,
                validate_choice=False,
                validators=[_known],
            )
            data[f"says_{element}"] = kept.says
            data[f"paper_{element}"] = str(kept.paper_id) if kept.paper_id else ""
        form: BasisForm = type("BasisFormOfContract", (cls,), fields)(data=data)
        return form

    def fields_of(self, element: Element) -> tuple[Field, Field]:
        """Return the fields of an element: its words, its paper."""
        return self[f"says_{element}"], self[f"paper_{element}"]

    def sayings(self) -> dict[Element, Saying]:
        """Return what was said of each element."""
        found = {}
        for element in Element:
            says, paper = self.fields_of(element)
            paper_id = UUID(paper.data) if paper.data else None
            found[element] = Saying(says=says.data, paper_id=paper_id)
        return found

    def refuse(self, error: InvalidError) -> None:
        """Show, under each field, why it was refused."""
        for name, code in error.fields.items():
            said = fault(code, current_language())
            self[f"paper_{name}"].errors = [f"{said[:1].upper()}{said[1:]}."]


def _named(paper: PaperLine) -> str:
    kind = paper_kind(paper.kind, current_language())
    return f"{kind}, {day(paper.dated_on, current_language())}, {paper.title}"


def _known(_form: FlaskForm, field: Field) -> None:
    if (field.data or "") not in {choice.value for choice in field.choices}:
        raise StopValidation(gettext("Choisissez une pièce de la liste."))
