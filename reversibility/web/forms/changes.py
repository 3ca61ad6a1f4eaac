"""What somebody says of a change."""

from typing import Self

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import ValidationError

from reversibility.evidence.change_models import ChangeMark
from reversibility.evidence.changes import LONGEST_NOTE, NoteDraft
from reversibility.web.forms.text import Line
from reversibility.web.languages import gettext, lazy_gettext

_CHOICES = (
    (ChangeMark.EXPLAINED.value, lazy_gettext("Expliqué\u00a0: le cabinet sait pourquoi")),
    (ChangeMark.SEEN.value, lazy_gettext("Vu\u00a0: la raison reste à trouver")),
    (ChangeMark.OPEN.value, lazy_gettext("À reprendre\u00a0: l’explication ne tient pas")),
)


class ChangeNoteForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A mark and a note."""

    mark = RadioField(lazy_gettext("Ce qu’il en est"), validate_choice=False)
    text = Line(
        lazy_gettext("Explication"),
        limit=LONGEST_NOTE,
        description=lazy_gettext(
            "Par exemple «\u202fTransfert demandé par le cabinet le 3 mars\u202f». Ni donnée de"
            " patient ou de client, ni mot de passe."
        ),
    )

    @classmethod
    def of(cls) -> Self:
        """Make the form with what can be said."""
        form = cls()
        form.mark.choices = list(_CHOICES)
        return form

    def validate_mark(self, field: RadioField) -> None:
        """Refuse none, or one that is not offered."""
        if field.data not in {value for value, _ in _CHOICES}:
            raise ValidationError(gettext("Choisissez ce qu’il en est."))

    def validate_text(self, field: Line) -> None:
        """Ask for the explanation where there is one."""
        if self.mark.data != ChangeMark.SEEN.value and not field.data:
            raise ValidationError(
                gettext(
                    "Dites en une phrase ce qui explique ce changement, ou pourquoi l’explication"
                    " ne tient pas."
                )
            )

    def draft(self) -> NoteDraft:
        """Return what was said."""
        return NoteDraft(mark=ChangeMark(self.mark.data), text=self.text.data)
