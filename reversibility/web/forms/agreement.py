"""The form of the contract that is being prepared, and that of the points it should settle."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from flask_wtf import FlaskForm
from wtforms import (
    Field,
    HiddenField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional, StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from reversibility.catalogues.clauses import Clause
from reversibility.contracts.agreed import Agreed
from reversibility.contracts.clauses import ClauseDraft
from reversibility.contracts.models import ClauseReply
from reversibility.contracts.queries import ClauseLine, ContractSheet
from reversibility.contracts.rules import EXPECTATIONS
from reversibility.contracts.service import ContractDraft, Expectations
from reversibility.first_steps.agreeing import NewProvider
from reversibility.http.refusals import fault
from reversibility.kernel.errors import InvalidError
from reversibility.kernel.period import Period
from reversibility.kernel.text import is_email
from reversibility.register.models import PartyKind
from reversibility.register.queries import AssetSheet, PartySheet
from reversibility.web.forms.changing import ChangingForm
from reversibility.web.forms.days import DayField
from reversibility.web.forms.practice import SirenField
from reversibility.web.forms.refusing import sentence_of
from reversibility.web.forms.text import AtMost, Line, tidy
from reversibility.web.languages import current_language, gettext, lazy_gettext

_MOST_MONTHS = 120
_LONGEST_QUOTE = 2_000
EXPECTED: Mapping[str, str] = {
    "site": lazy_gettext("un site"),
    "domain": lazy_gettext("un nom de domaine"),
    "hosting": lazy_gettext("l’hébergement"),
    "mail": lazy_gettext("la messagerie"),
    "maintenance": lazy_gettext("la maintenance et les mises à jour"),
    "support": lazy_gettext("le dépannage"),
    "contents": lazy_gettext("les textes et les photos"),
    "seo": lazy_gettext("le référencement"),
    "advertising": lazy_gettext("la publicité en ligne"),
    "booking": lazy_gettext("la prise de rendez-vous"),
}
REPLIES: Mapping[ClauseReply, str] = {
    ClauseReply.YES: lazy_gettext("Oui"),
    ClauseReply.PARTLY: lazy_gettext("En partie"),
    ClauseReply.NO: lazy_gettext("Non"),
    ClauseReply.SILENT: lazy_gettext("Le contrat n’en dit rien"),
    ClauseReply.NOT_APPLICABLE: lazy_gettext("Sans objet"),
    ClauseReply.UNKNOWN: lazy_gettext("Je ne sais pas"),
}
"""Every answer, in its order."""
_SHORT = tuple(reply for reply in REPLIES if reply is not ClauseReply.NOT_APPLICABLE)
"""The answers of the first steps: each of the nine points concerns everybody."""


class Boxes(SelectMultipleField):  # type: ignore[misc]  # WTForms is untyped
    """Several choices, each a box to tick; what is no choice is left out."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: str, **options: object) -> None:
        super().__init__(label, validate_choice=False, **options)


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """What a new contract begins with: its provider, and what that one has its hands on."""

    provider_id: UUID | None = None
    asset_ids: tuple[UUID, ...] = ()


class AgreementForm(ChangingForm):
    """With whom, from when, for what, and what the practice thinks it buys."""

    contract_id = HiddenField(default="")
    provider = SelectField(
        lazy_gettext("Avec quel prestataire\u00a0?"), default="", validate_choice=False
    )
    new_name = Line(
        lazy_gettext("Nom du nouveau prestataire"),
        limit=200,
        description=lazy_gettext("Tel qu’il figure sur son devis."),
        render_kw={"autocomplete": "off"},
    )
    new_siren = SirenField(
        lazy_gettext("Son SIREN"),
        description=lazy_gettext(
            "9 chiffres, en bas de son devis. Laissez vide si vous l’ignorez."
        ),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    contact = Line(
        lazy_gettext("Votre interlocuteur chez lui"),
        limit=200,
        description=lazy_gettext("Prénom et nom. Il figurera sur l’annexe."),
        render_kw={"autocomplete": "off"},
    )
    contact_email = Line(
        lazy_gettext("Son adresse de courriel professionnelle"),
        limit=255,
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    title = Line(
        lazy_gettext("Que fera-t-il pour vous\u00a0?"),
        limit=200,
        required=lazy_gettext("Dites en quelques mots ce que couvre ce contrat."),
        description=lazy_gettext("Par exemple «\u00a0Création et maintenance du site\u00a0»."),
    )
    reference = Line(
        lazy_gettext("Référence du devis ou du contrat"),
        limit=120,
        description=lazy_gettext("Laissez vide s’il n’y en a pas."),
    )
    starts_on = DayField(lazy_gettext("Premier jour"))
    ends_on = DayField(
        lazy_gettext("Dernier jour"),
        description=lazy_gettext("Vide pour une durée indéterminée, ou si vous ne savez pas."),
    )
    notice = IntegerField(
        lazy_gettext("Préavis"),
        description=lazy_gettext("En mois, tel que le contrat l’écrit. Vide si vous ne savez pas."),
        validators=[Optional(), NumberRange(min=0, max=_MOST_MONTHS)],
    )
    assets = Boxes(lazy_gettext("Ce que ce contrat couvre"))
    expects = Boxes(
        lazy_gettext("Que pensez-vous acheter\u00a0?"),
        choices=[SelectChoice(code, EXPECTED[code]) for code in EXPECTATIONS],
    )
    expects_text = TextAreaField(
        lazy_gettext("Avec vos mots"),
        description=lazy_gettext(
            "Ce que vous attendez de ce prestataire, et ce que vous croyez compris dans le prix. "
            "L’annexe le reprend\u00a0: un malentendu se voit avant de signer."
        ),
        validators=[AtMost(2_000, lines=True)],
        filters=[tidy],
        render_kw={"rows": "4"},
    )

    @classmethod
    def of(
        cls,
        parties: Sequence[PartySheet],
        assets: Sequence[AssetSheet],
        contract: ContractSheet | None,
        proposed: Proposed | None = None,
    ) -> Self:
        """Make the form, filled with what was posted, else declared, else proposed."""
        form = cls(data=_declared(contract) if contract else _of(proposed or Proposed()))
        outside = [each for each in parties if each.kind is not PartyKind.PRACTICE]
        form.provider.choices = [
            SelectChoice("", gettext("Un nouveau prestataire")),
            *(SelectChoice(str(each.id), each.name) for each in outside),
        ]
        form.assets.choices = [SelectChoice(str(each.id), each.name) for each in assets]
        return form

    def validate_provider(self, field: Field) -> None:
        """Take only a provider of the register."""
        if field.data not in {choice.value for choice in field.choices}:
            raise StopValidation(gettext("Choisissez un prestataire de la liste, ou un nouveau."))

    def validate_new_name(self, field: Field) -> None:
        """Ask for the name of a new provider."""
        if not self.provider.data and not field.data:
            raise StopValidation(gettext("Donnez le nom du prestataire."))

    def validate_contact_email(self, field: Field) -> None:
        """Refuse what does not look like an address, and an address of nobody."""
        if field.data and not is_email(field.data):
            raise StopValidation(fault("email_invalid", current_language()))
        if field.data and not self.contact.data:
            raise StopValidation(gettext("Dites aussi à qui est cette adresse."))

    def validate_notice(self, field: Field) -> None:
        """Say how to write what is no number."""
        if field.process_errors:
            field.errors = []
            raise StopValidation(gettext("Écrivez un nombre de mois, par exemple 3."))

    @property
    def provider_id(self) -> UUID | None:
        """The provider that was chosen; None for a new one."""
        return UUID(self.provider.data) if self.provider.data else None

    def new_provider(self) -> NewProvider:
        """Return what was said of the provider."""
        return NewProvider(
            name=self.new_name.data,
            siren=self.new_siren.data or "",
            contact=self.contact.data,
            email=self.contact_email.data,
        )

    def draft(
        self, provider_id: UUID, assets: Collection[AssetSheet], kept: Agreed
    ) -> ContractDraft:
        """Return what was declared; ids that are none of the practice's assets are left out.

        `kept` is what the contract says already: what this form does not ask for stays.
        """
        chosen = set(self.assets.data or ())
        months = self.notice.data
        # The form asks for months; days that came from elsewhere are not lost to it.
        has_days = kept.notice is not None and kept.notice.days > 0
        notice = kept.notice if has_days else (Period(months=months) if months else None)
        return ContractDraft(
            **vars(kept)
            | {
                "starts_on": self.starts_on.data,
                "ends_on": self.ends_on.data,
                "notice": notice,
            },
            provider_id=provider_id,
            reference=self.reference.data,
            title=self.title.data,
            asset_ids=tuple(asset.id for asset in assets if str(asset.id) in chosen),
        )

    def expectations(self) -> Expectations:
        """Return what the practice thinks it buys."""
        return Expectations(choices=tuple(self.expects.data or ()), text=self.expects_text.data)

    def refuse(self, error: InvalidError) -> None:
        """Show, under each field, why the dates contradict each other."""
        for name, code in error.fields.items():
            self[name if name in self else "ends_on"].errors = [sentence_of(code)]


def _declared(contract: ContractSheet) -> dict[str, object]:
    return {
        "version": contract.version,
        "contract_id": str(contract.id),
        "provider": str(contract.provider.id),
        "title": contract.title,
        "reference": contract.reference,
        "starts_on": contract.agreed.starts_on,
        "ends_on": contract.agreed.ends_on,
        "notice": contract.notice.months if contract.notice else None,
        "assets": [str(asset_id) for asset_id in contract.asset_ids],
        "expects": list(contract.expects),
        "expects_text": contract.expects_text,
    }


def _of(proposed: Proposed) -> dict[str, object]:
    return {
        "provider": str(proposed.provider_id or ""),
        "assets": [str(asset_id) for asset_id in proposed.asset_ids],
    }


def _quote_field() -> TextAreaField:
    return TextAreaField(
        lazy_gettext("Les mots du contrat"),
        validators=[AtMost(_LONGEST_QUOTE, lines=True)],
        filters=[tidy],
        render_kw={"rows": "2"},
    )


class ClausesForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """One answer for each point, and where it is written."""

    seen = HiddenField(default="")
    """The digest of the answers that whoever answers was looking at."""

    @classmethod
    def of(
        cls,
        asked: Sequence[Clause],
        answers: Mapping[str, ClauseLine],
        seen: str,
        *,
        in_full: bool = False,
    ) -> "ClausesForm":
        """Make the form, filled with what was posted, else with what is answered.

        In full it also asks for the words of the contract, and takes that a point does not apply.
        """
        fields: dict[str, Any] = {}
        data: dict[str, object] = {"seen": seen}
        offered = tuple(REPLIES) if in_full else _SHORT
        choices = [SelectChoice(reply.value, REPLIES[reply]) for reply in offered]
        for clause in asked:
            fields[f"reply_{clause.id}"] = RadioField(choices=choices, validate_choice=False)
            fields[f"place_{clause.id}"] = Line(
                lazy_gettext("Où est-ce écrit\u00a0? Page ou article"),
                limit=200,
                render_kw={"autocomplete": "off"},
            )
            if in_full:
                fields[f"quote_{clause.id}"] = _quote_field()
            line = answers.get(clause.id)
            data[f"quote_{clause.id}"] = line.quote if line else ""
            data[f"reply_{clause.id}"] = line.reply.value if line else None
            data[f"place_{clause.id}"] = line.place if line else ""
        form: ClausesForm = type("ClausesFormOfContract", (cls,), fields)(data=data)
        return form

    def reply_of(self, clause: Clause) -> Field:
        """Return the field of the answer about a point."""
        return self[f"reply_{clause.id}"]

    def place_of(self, clause: Clause) -> Field:
        """Return the field that says where it is written."""
        return self[f"place_{clause.id}"]

    def quote_of(self, clause: Clause) -> Field | None:
        """Return the field of the words of the contract, where the form asks for them."""
        name = f"quote_{clause.id}"
        return self._fields.get(name)

    def is_wrong(self, clause: Clause) -> bool:
        """Tell whether something about a point is to be corrected."""
        fields = (self.reply_of(clause), self.place_of(clause), self.quote_of(clause))
        return any(field.errors for field in fields if field is not None)

    def differing(self, asked: Sequence[Clause], answers: Mapping[str, ClauseLine]) -> set[str]:
        """Return the points whose answer in the form is not the one that is kept."""
        kept = {clause: line.reply.value for clause, line in answers.items()}
        return {clause.id for clause in asked if self.reply_of(clause).data != kept.get(clause.id)}

    def drafts(
        self,
        asked: Sequence[Clause],
        answers: Mapping[str, ClauseLine],
        *,
        rest: ClauseReply | None = None,
    ) -> tuple[ClauseDraft, ...]:
        """Return what was answered; points without an answer get `rest`, or are left open."""
        said = {
            clause.id: self._said(clause) or (None if clause.id in answers else rest)
            for clause in asked
        }
        return tuple(
            ClauseDraft(
                clause=clause.id,
                reply=reply,
                place=self.place_of(clause).data,
                quote=self._quote(clause, answers),
            )
            for clause in asked
            if (reply := said[clause.id]) is not None
        )

    def _quote(self, clause: Clause, answers: Mapping[str, ClauseLine]) -> str:
        field = self.quote_of(clause)
        if field is not None:
            return str(field.data)
        return answers[clause.id].quote if clause.id in answers else ""

    def rebase(self, asked: Sequence[Clause], answers: Mapping[str, ClauseLine], seen: str) -> None:
        """Let the answers be sent again over those that are there now; none of these is emptied."""
        self.seen.raw_data, self.seen.data = None, seen
        for clause in asked:
            if clause.id in answers and self._said(clause) is None:
                self.place_of(clause).data = answers[clause.id].place
                quote = self.quote_of(clause)
                if quote is not None:
                    quote.data = answers[clause.id].quote

    def _said(self, clause: Clause) -> ClauseReply | None:
        """Return the answer that was sent; without one the field holds what is kept."""
        field = self.reply_of(clause)
        is_sent = bool(field.raw_data) and field.data in set(ClauseReply)
        return ClauseReply(field.data) if is_sent else None
