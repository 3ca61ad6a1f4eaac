"""The form of what a name shows: keep or set aside, trace by trace."""

from collections.abc import Collection, Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField

from reversibility.first_steps.taking_up import Choice

_PREFIX = "line_"


class TracesForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """One answer for each trace; none is an answer too."""

    @classmethod
    def of(cls, numbers: Collection[int]) -> "TracesForm":
        """Make the form for the traces of a draft, by their numbers."""
        fields: dict[str, Any] = {f"{_PREFIX}{number}": StringField() for number in numbers}
        return type("TracesFormOfDraft", (cls,), fields)()  # type: ignore[no-any-return]

    def choices(self) -> Mapping[int, Choice]:
        """Return what was said, by the number of the trace."""
        said = {
            int(field.name.removeprefix(_PREFIX)): field.data
            for field in self
            if field.name.startswith(_PREFIX)
        }
        return {number: Choice(text) for number, text in said.items() if text in list(Choice)}
