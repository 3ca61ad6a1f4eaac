"""Lists that people type, one entry in each line."""

from collections.abc import Callable
from dataclasses import dataclass

from wtforms import Field, Form, TextAreaField
from wtforms.validators import StopValidation

from reversibility.http.refusals import fault
from reversibility.web.forms.text import AtMost, tidy
from reversibility.web.languages import current_language, gettext, lazy_gettext

_LONGEST = 2_000


@dataclass(frozen=True, kw_only=True)
class Each:
    """Refuse a list with a line that is too long, or does not look right; name the line."""

    limit: int
    looks_right: Callable[[str], bool] = bool
    code: str = ""

    def __call__(self, _form: Form, field: Field) -> None:
        """Check one field."""
        for line in lines(field.data):
            if not self.looks_right(line):
                said = fault(self.code, current_language())
                raise StopValidation(gettext("%(line)s\u00a0: %(fault)s.", line=line, fault=said))
            AtMost(self.limit)(_form, _Line(line))


@dataclass(frozen=True)
class _Line:
    data: str


def list_field(label: str, each: Each, description: str = "") -> TextAreaField:
    """Make a field for a list; each line is checked."""
    return TextAreaField(
        label,
        description=description or lazy_gettext("Un par ligne."),
        validators=[AtMost(_LONGEST, lines=True), each],
        filters=[tidy],
    )


def lines(text: str | None) -> list[str]:
    """Return what stands in each line of a typed list."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
