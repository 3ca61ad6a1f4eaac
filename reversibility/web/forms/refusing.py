"""Why something was refused, as a sentence under the field it is about."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms.validators import ValidationError

from reversibility.http.refusals import fault
from reversibility.kernel.dates import paper_day_fault
from reversibility.kernel.errors import InvalidError
from reversibility.kernel.files import FileType, file_fault
from reversibility.web.forms.days import DayField
from reversibility.web.languages import current_language, gettext


def sentence_of(code: str) -> str:
    """Return a fault as a sentence."""
    said = fault(code, current_language())
    return f"{said[:1].upper()}{said[1:]}" + ("" if said.endswith("?") else ".")


def refuse(code: str) -> None:
    """Refuse the field that is being checked; an empty code is no fault."""
    if code:
        raise ValidationError(sentence_of(code))


def show_faults(
    form: FlaskForm, error: InvalidError, renamed: Mapping[str, str] | None = None
) -> None:
    """Put each fault under its field, or the one that stands for it in the form."""
    for name, code in error.fields.items():
        form[(renamed or {}).get(name, name)].errors = [sentence_of(code)]


class RefusedForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A form that comes back with what the service refused."""

    renamed: ClassVar[Mapping[str, str]] = {}
    """Fields of the form by what the service calls them, where the two differ."""

    def refuse(self, error: InvalidError) -> None:
        """Show, under each field, why it was refused."""
        show_faults(self, error, self.renamed)


class FiledForm(RefusedForm):
    """A form with one file to keep, and the date that it bears."""

    types: ClassVar[tuple[FileType, ...]]
    today: date
    content: bytes | None = None

    def validate_file(self, field: FileField) -> None:
        """Read the file, and refuse what cannot be kept."""
        self.content = field.data.read() if field.data else None
        refuse(file_fault(self.content, self.types))

    def validate_dated_on(self, field: DayField) -> None:
        """Refuse a day that has not come, or a typing error in the year."""
        if not field.process_errors:
            refuse(paper_day_fault(field.data, today=self.today))

    def ask_for_the_file_again(self) -> None:
        """Say that a browser never keeps a file in a form that comes back."""
        if self.file.data and not self.file.errors:
            self.file.errors = [
                gettext("Choisissez de nouveau le fichier\u00a0: le formulaire ne le garde pas.")
            ]
