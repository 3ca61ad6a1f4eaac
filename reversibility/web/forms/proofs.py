"""The form of a filed document: the file, what it is, what it shows, the date it bears."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField
from wtforms.validators import ValidationError

from probes.interface import VerdictField
from reversibility.evidence.models import ProofKind
from reversibility.evidence.proofs import LONGEST_REASON, LONGEST_TITLE, ProofDraft
from reversibility.evidence.rules import SETTLES
from reversibility.kernel.files import DOCUMENTS, LARGEST_MB
from reversibility.web.forms.days import DayField
from reversibility.web.forms.refusing import FiledForm
from reversibility.web.forms.text import Line
from reversibility.web.languages import gettext, lazy_gettext
from reversibility.web.words import words

HINTS: Mapping[ProofKind, str] = {
    ProofKind.REGISTRAR_CERTIFICATE: lazy_gettext(
        "Délivrée par le bureau d’enregistrement, la plateforme ou l’opérateur\u00a0: elle nomme le"
        " titulaire."
    ),
    ProofKind.REGISTRAR_ANSWER: lazy_gettext(
        "Un courriel ou une lettre de l’organisme lui-même, qui dit qui est titulaire."
    ),
    ProofKind.INVOICE: lazy_gettext(
        "Adressée au titulaire par l’organisme lui-même. La facture d’un prestataire montre qui a"
        " payé\u00a0: choisissez «\u202fAutre document\u202f»."
    ),
    ProofKind.CONTRACT: lazy_gettext("Signé, il nomme le titulaire."),
    ProofKind.ROLE_SCREENSHOT: lazy_gettext(
        "Elle montre qui peut entrer, avec quel rôle, ce jour-là. Elle ne dit pas qui est"
        " titulaire."
    ),
    ProofKind.OTHER: lazy_gettext("Gardé avec l’élément, sans changer le résultat."),
}


class ProofForm(FiledForm):
    """One document about one element."""

    types = DOCUMENTS
    renamed: ClassVar[Mapping[str, str]] = {"field": "shows", "matches_declaration": "matches"}

    file = FileField(
        lazy_gettext("Fichier"),
        description=lazy_gettext(
            "PDF, PNG ou JPEG, %(most)s\u00a0Mo au plus. Un courriel s’enregistre en PDF\u00a0:"
            " Imprimer, puis Enregistrer au format PDF.",
            most=LARGEST_MB,
        ),
        render_kw={"accept": ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"},
    )
    # The choices are checked below, with sentences of our own.
    kind = RadioField(lazy_gettext("Quel document est-ce\u202f?"), validate_choice=False)
    shows = RadioField(lazy_gettext("Que montre-t-il\u202f?"), validate_choice=False)
    title = Line(
        lazy_gettext("Titre"),
        limit=LONGEST_TITLE,
        required=lazy_gettext("Donnez un titre à ce document."),
        description=lazy_gettext("Par exemple «\u202fAttestation de titularité, mars 2026\u202f»."),
    )
    dated_on = DayField(lazy_gettext("Date que porte le document"))
    matches = BooleanField(
        lazy_gettext("Je l’ai relu\u00a0: il dit la même chose que le registre"),
        description=lazy_gettext(
            "Le même titulaire, ou les mêmes personnes avec les mêmes rôles. Sinon, laissez la case"
            " vide\u00a0: le document est gardé, et le résultat ne change pas."
        ),
    )

    @classmethod
    def of(cls, *, today: date) -> Self:
        """Make the form with its choices."""
        form = cls()
        form.today = today
        form.kind.choices = [(kind.value, words().say(f"proof.{kind}")) for kind in ProofKind]
        form.shows.choices = [
            (field.value, words().say(f"proof_shows.{field}")) for field in SETTLES
        ]
        return form

    def validate_kind(self, field: RadioField) -> None:
        """Ask what it is."""
        if field.data not in [value for value, _ in field.choices]:
            raise ValidationError(gettext("Dites de quel document il s’agit."))

    def validate_shows(self, field: RadioField) -> None:
        """Ask what it shows."""
        if field.data not in [value for value, _ in field.choices]:
            raise ValidationError(gettext("Dites ce que montre ce document."))

    def draft(self, asset_id: UUID) -> ProofDraft:
        """Return what was sent."""
        return ProofDraft(
            asset_id=asset_id,
            field=VerdictField(self.shows.data),
            kind=ProofKind(self.kind.data),
            title=self.title.data,
            dated_on=self.dated_on.data,
            matches_declaration=self.matches.data,
            filename=self.file.data.filename or "",
            content=self.content,
        )


class WithdrawalForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Why a document no longer counts."""

    reason = Line(
        lazy_gettext("Pourquoi le retirer\u202f?"),
        limit=LONGEST_REASON,
        required=lazy_gettext("Dites pourquoi ce document est retiré."),
        description=lazy_gettext(
            "Par exemple «\u202fMauvais fichier\u202f». Ni nom, ni donnée de patient ou de client."
        ),
    )
