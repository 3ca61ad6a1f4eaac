"""The form of who does what under a contract: four answers for each row."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectChoice, SelectField
from wtforms.validators import StopValidation

from reversibility.catalogues.responsibilities import Row, Side
from reversibility.contracts.duty_queries import Duty, DutyLine
from reversibility.contracts.responsibilities import LONGEST_NAME, DutyDraft
from reversibility.web.forms.agreement import Boxes
from reversibility.web.forms.text import Line
from reversibility.web.languages import gettext, lazy_gettext

SIDES: Mapping[Side, str] = {
    Side.PARTNER: lazy_gettext("Associé responsable"),
    Side.PIVOT: lazy_gettext("Interlocuteur du cabinet"),
    Side.PROVIDER: lazy_gettext("Prestataire"),
    Side.OTHER: lazy_gettext("Autre"),
}


class DutiesForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Who decides, by name, who does it, who advises and who is told."""

    seen = HiddenField(default="")
    """The digest of the rows that whoever answers was looking at."""

    @classmethod
    def of(cls, lines: Sequence[DutyLine], seen: str) -> "DutiesForm":
        """Make the form, filled with what was posted, else with what was said."""
        fields: dict[str, Any] = {}
        data: dict[str, object] = {"seen": seen}
        for line in lines:
            row, duty = line.row, line.duty
            fields |= _fields(row)
            data |= {
                f"decides_{row.id}": duty.decides.value if duty.decides else "",
                f"name_{row.id}": duty.decides_name,
                f"does_{row.id}": duty.does.value if duty.does else "",
                f"advises_{row.id}": [side.value for side in duty.advises],
                f"informed_{row.id}": [side.value for side in duty.informed],
            }
        form: DutiesForm = type("DutiesFormOfContract", (cls,), fields)(data=data)
        return form

    def of_row(self, row: Row) -> tuple[Field, Field, Field, Field, Field]:
        """Return the fields of a row: decides, name, does, advises, informed."""
        names = ("decides", "name", "does", "advises", "informed")
        decides, name, does, advises, informed = (self[f"{each}_{row.id}"] for each in names)
        return decides, name, does, advises, informed

    def is_wrong(self, row: Row) -> bool:
        """Tell whether something about a row is to be corrected."""
        return any(field.errors for field in self.of_row(row))

    def differs(self, line: DutyLine) -> bool:
        """Tell whether the form says something else of a row than what is kept."""
        said, kept = self._draft(line.row), line.duty
        return (said.decides, said.decides_name, said.does, said.advises, said.informed) != (
            kept.decides, kept.decides_name, kept.does, kept.advises, kept.informed,
        )  # fmt: skip

    def drafts(self, rows: Sequence[Row]) -> tuple[DutyDraft, ...]:
        """Return what was said of each row."""
        return tuple(self._draft(row) for row in rows)

    def rebase(self, now: Mapping[str, Duty], seen: str) -> None:
        """Let what was typed be sent again over what is said now; empty answers take what is."""
        self.seen.raw_data, self.seen.data = None, seen
        for row_id, duty in now.items():
            decides, name = self[f"decides_{row_id}"], self[f"name_{row_id}"]
            if not decides.data and duty.decides:
                decides.data = duty.decides.value
            name.data = name.data or duty.decides_name

    def _draft(self, row: Row) -> DutyDraft:
        decides, name, does, advises, informed = self.of_row(row)
        return DutyDraft(
            row=row.id,
            decides=Side(decides.data) if decides.data else None,
            decides_name=name.data,
            does=Side(does.data) if does.data else None,
            advises=_sides(advises),
            informed=_sides(informed),
        )


def _fields(row: Row) -> dict[str, Any]:
    nobody = SelectChoice("", gettext("Personne pour l’instant"))
    everybody = [SelectChoice(side.value, str(SIDES[side])) for side in Side]
    deciding = [SelectChoice(side.value, str(SIDES[side])) for side in row.may_decide]
    return {
        f"decides_{row.id}": SelectField(
            gettext("Décide"), choices=[nobody, *deciding], validate_choice=False,
            validators=[_known],
        ),
        f"name_{row.id}": Line(
            gettext("Nom de la personne qui décide"),
            limit=LONGEST_NAME,
            render_kw={"autocomplete": "off"},
        ),
        f"does_{row.id}": SelectField(
            gettext("Réalise"), choices=[nobody, *everybody], validate_choice=False,
            validators=[_known],
        ),
        f"advises_{row.id}": Boxes(gettext("Conseille"), choices=everybody),
        f"informed_{row.id}": Boxes(gettext("Informé"), choices=everybody),
    }  # fmt: skip


def _known(_form: FlaskForm, field: Field) -> None:
    if (field.data or "") not in {choice.value for choice in field.choices}:
        raise StopValidation(gettext("Choisissez une réponse de la liste."))


def _sides(field: Field) -> tuple[Side, ...]:
    chosen = set(field.data or ())
    return tuple(side for side in Side if side.value in chosen)
