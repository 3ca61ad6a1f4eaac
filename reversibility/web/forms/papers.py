"""The form of a paper of a contract: the file, what it is, the date it bears."""

from datetime import date
from typing import Self
from uuid import UUID

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import SelectField
from wtforms.validators import ValidationError

from reversibility.contracts.paper_models import PaperKind
from reversibility.contracts.papers import LONGEST_REASON, LONGEST_TITLE, PaperDraft
from reversibility.contracts.texts import paper_kind
from reversibility.kernel.files import LARGEST_MB, PAPERS
from reversibility.web.forms.days import DayField
from reversibility.web.forms.refusing import FiledForm
from reversibility.web.forms.text import Line
from reversibility.web.languages import current_language, gettext, lazy_gettext


class PaperForm(FiledForm):
    """One paper of one contract."""

    types = PAPERS

    file = FileField(
        lazy_gettext("Fichier"),
        description=lazy_gettext(
            "PDF, image PNG ou JPEG, ou courriel au format .eml\u00a0; %(most)s\u00a0Mo au plus.",
            most=LARGEST_MB,
        ),
        render_kw={
            "accept": ".pdf,.png,.jpg,.jpeg,.eml,application/pdf,image/png,image/jpeg,"
            "message/rfc822"
        },
    )
    # The choices are checked below, with sentences of our own.
    kind = SelectField(
        lazy_gettext("Quelle pièce est-ce\u202f?"),
        description=lazy_gettext(
            "Ce qui vient de votre avocat ou d’une médiation reste au cabinet\u00a0: ni dossier, ni"
            " bordereau."
        ),
        validate_choice=False,
    )
    title = Line(
        lazy_gettext("Titre"),
        limit=LONGEST_TITLE,
        required=lazy_gettext("Donnez un titre à cette pièce."),
        description=lazy_gettext("Par exemple «\u202fDevis n°\u00a0118, refonte du site\u202f»."),
    )
    dated_on = DayField(lazy_gettext("Date que porte la pièce"))

    @classmethod
    def of(cls, *, today: date, kind: str = "") -> Self:
        """Make the form with its choices; `kind` is the one that is proposed."""
        form = cls(data={"kind": kind})
        form.today = today
        form.kind.choices = [
            ("", gettext("Choisir")),
            *((each.value, paper_kind(each, current_language())) for each in PaperKind),
        ]
        return form

    def validate_kind(self, field: SelectField) -> None:
        """Ask what it is."""
        if field.data not in set(PaperKind):
            raise ValidationError(gettext("Dites de quelle pièce il s’agit."))

    def draft(self, contract_id: UUID) -> PaperDraft:
        """Return what was sent."""
        return PaperDraft(
            contract_id=contract_id,
            kind=PaperKind(self.kind.data),
            title=self.title.data,
            dated_on=self.dated_on.data,
            filename=self.file.data.filename or "",
            content=self.content,
        )


class PaperWithdrawalForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Why a paper no longer counts."""

    reason = Line(
        lazy_gettext("Pourquoi la retirer\u202f?"),
        limit=LONGEST_REASON,
        required=lazy_gettext("Dites pourquoi cette pièce est retirée."),
        description=lazy_gettext(
            "Par exemple «\u202fMauvais fichier\u202f». Ni nom, ni donnée de patient ou de client."
        ),
    )
