"""What forms that change a record share: its version, and what somebody else wrote meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from wtforms import Field, IntegerField, SelectField
from wtforms.widgets import HiddenInput

from reversibility.contracts.texts import period_text
from reversibility.kernel.period import Period
from reversibility.web.forms.refusing import RefusedForm
from reversibility.web.languages import current_language, gettext

_NOT_TYPED = frozenset({"csrf_token", "version"})


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A field in which what was typed is not what somebody else declared meanwhile."""

    label: str
    declared: str | date
    typed: str | date


class ChangingForm(RefusedForm):
    """A form about a record that may have changed since it was shown."""

    version = IntegerField(widget=HiddenInput(), default=0)
    """Of the record, as whoever changes it saw it."""

    def rebase(self, version: int) -> None:
        """Let what was typed be sent again, over what is declared now."""
        self.version.raw_data, self.version.data = None, version

    def differing(self, now: Mapping[str, object]) -> tuple[Difference, ...]:
        """Return where what was typed is not what is declared now, by the names of the fields."""
        return tuple(
            Difference(
                label=str(field.label.text),
                declared=_shown(field, now.get(field.name)),
                typed=_shown(field, field.data),
            )
            for field in self
            if field.name not in _NOT_TYPED
            and _lines_of(field.data) != _lines_of(now.get(field.name))
        )


def _lines_of(value: object) -> list[str]:
    # Browsers end lines in their own way.
    return str(value or "").splitlines()


def _shown(field: Field, value: object) -> str | date:
    if isinstance(field, SelectField):
        labels = {
            str(choice.value): str(choice.label)
            for choice in (field.choices or ())
            if not isinstance(choice, tuple)
        }
        return labels.get(str(value or ""), str(value or ""))
    if isinstance(value, Period):
        return period_text(value, current_language())
    if isinstance(value, bool):
        return gettext("oui") if value else ""
    return value if isinstance(value, date) else str(value or "")
