"""The form of what papers say of a contract that nobody signed: its words, and which paper."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectChoice, SelectField, TextAreaField
from wtforms.validators import StopValidation

from reversibility.contracts.basis import LONGEST_SAYING, Saying, basis_digest
from reversibility.contracts.basis_models import Element
from reversibility.contracts.paper_queries import PaperLine
from reversibility.contracts.texts import label, paper_kind
from reversibility.kernel.dates import day
from reversibility.kernel.errors import InvalidError
from reversibility.web.forms.changing import Difference
from reversibility.web.forms.refusing import sentence_of
from reversibility.web.forms.text import AtMost, tidy
from reversibility.web.languages import current_language, gettext


class BasisForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What is said of each element, and by which paper."""

    seen = HiddenField(default="")
    """The digest of the sayings that whoever writes was looking at."""

    @classmethod
    def of(cls, papers: Collection[PaperLine], sayings: Mapping[Element, Saying]) -> "BasisForm":
        """Make the form, filled with what was posted, else with what is kept."""
        choices = [
            SelectChoice("", gettext("Aucune pièce")),
            *(SelectChoice(str(paper.id), _named(paper)) for paper in papers),
        ]
        fields: dict[str, Any] = {}
        data: dict[str, object] = {"seen": basis_digest(sayings)}
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
                gettext("D’après quelle pièce"),
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

    def rebase(self, now: Mapping[Element, Saying]) -> None:
        """Let what was typed be sent again over what is kept now; what is empty takes it."""
        self.seen.raw_data, self.seen.data = None, basis_digest(now)
        for element, kept in now.items():
            says, paper = self.fields_of(element)
            if not says.data and not paper.data:
                says.data, paper.data = kept.says, str(kept.paper_id or "")

    def differing(self, now: Mapping[Element, Saying]) -> tuple[Difference, ...]:
        """Return where what was typed is not what is kept now."""
        told = []
        for element in Element:
            says, paper = self.fields_of(element)
            kept = now.get(element, Saying())
            names = {choice.value: str(choice.label) for choice in paper.choices}
            pairs = (
                (str(says.label.text), kept.says, says.data),
                (
                    f"{says.label.text}, {paper.label.text[:1].lower()}{paper.label.text[1:]}",
                    names.get(str(kept.paper_id or ""), ""),
                    names.get(paper.data or "", ""),
                ),
            )
            told += [
                Difference(label=label, declared=there, typed=typed)
                for label, there, typed in pairs
                if there != typed
            ]
        return tuple(told)

    def refuse(self, error: InvalidError) -> None:
        """Show, under each field, why it was refused."""
        for name, code in error.fields.items():
            self[f"paper_{name}"].errors = [sentence_of(code)]


def _named(paper: PaperLine) -> str:
    kind = paper_kind(paper.kind, current_language())
    return f"{kind}, {day(paper.dated_on, current_language())}, {paper.title}"


def _known(_form: FlaskForm, field: Field) -> None:
    if (field.data or "") not in {choice.value for choice in field.choices}:
        raise StopValidation(gettext("Choisissez une pièce de la liste."))
