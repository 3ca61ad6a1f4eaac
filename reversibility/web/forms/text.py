"""Texts that people type: one clean line, bounded, with a sentence for what cannot be kept."""

import unicodedata

from wtforms import Field, Form, StringField
from wtforms.validators import DataRequired, StopValidation

from reversibility.http.refusals import fault
from reversibility.kernel.text import has_hidden
from reversibility.web.languages import current_language, gettext


def tidy(text: str | None) -> str:
    """Put a typed text into the form that is kept: composed accents, no space around."""
    return unicodedata.normalize("NFC", text or "").strip()


class AtMost:
    """Refuse a text that is too long, and say by how much; or one with invisible characters."""

    def __init__(self, limit: int, *, lines: bool = False) -> None:
        self.limit, self.lines = limit, lines
        self.field_flags = {"maxlength": limit}

    def __call__(self, _form: Form, field: Field) -> None:
        """Check one field."""
        text = field.data or ""
        if len(text) > self.limit:
            raise StopValidation(
                gettext(
                    "%(limit)s caractères au plus\u00a0: vous en avez saisi %(count)s.",
                    limit=self.limit,
                    count=len(text),
                )
            )
        if has_hidden(text, lines=self.lines):
            raise StopValidation(fault("control_character", current_language()).capitalize() + ".")


class Line(StringField):  # type: ignore[misc]  # WTForms is untyped
    """A line of text; `required` is the sentence for none."""

    def __init__(self, label: str, *, limit: int, required: str = "", **options: object) -> None:
        needed = [DataRequired(required)] if required else []
        checks = [*needed, AtMost(limit)]
        super().__init__(label, validators=checks, filters=[tidy], **options)
