"""The forms of the accounts of a contract: an invoice, a cost or a loss."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Self, cast

from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField
from wtforms.validators import ValidationError

from reversibility.contracts.money.models import ChargeKind, Known, LossKind
from reversibility.contracts.money.queries import ChargeLine
from reversibility.contracts.money.rules import ChargeFacts
from reversibility.contracts.money.service import ChargeDraft, LossDraft
from reversibility.kernel.errors import InvalidError
from reversibility.web.forms.changing import ChangingForm
from reversibility.web.forms.days import DayField
from reversibility.web.forms.money import MoneyField
from reversibility.web.forms.refusing import show_faults
from reversibility.web.forms.text import AtMost, Line, tidy
from reversibility.web.languages import gettext, lazy_gettext

if TYPE_CHECKING:
    from datetime import date

KINDS: Mapping[ChargeKind, str] = {
    ChargeKind.ONE_OFF: lazy_gettext("Une livraison\u00a0: acompte, site, travaux"),
    ChargeKind.SUBSCRIPTION: lazy_gettext("Un abonnement\u00a0: compté au jour"),
}
LOSSES: Mapping[LossKind, str] = {
    LossKind.SUFFERED: lazy_gettext("Perte subie\u00a0: une dépense, des heures"),
    LossKind.MISSED: lazy_gettext("Gain manqué\u00a0: des rendez-vous, des clients"),
}
KNOWN: Mapping[Known, str] = {
    Known.YES: lazy_gettext("Oui"),
    Known.NO: lazy_gettext("Non"),
    Known.UNKNOWN: lazy_gettext("Je ne sais pas"),
}
_USUAL_RATE = Decimal(20)


class ChargeForm(ChangingForm):
    """One invoice or instalment."""

    kind = RadioField(lazy_gettext("Qu’avez-vous payé\u202f?"), validate_choice=False)
    label = Line(
        lazy_gettext("Pour quoi"),
        limit=200,
        required=lazy_gettext("Dites ce qui est facturé."),
        description=lazy_gettext("Comme sur la facture."),
    )
    reference = Line(lazy_gettext("Numéro de la facture"), limit=120)
    invoiced_on = DayField(lazy_gettext("Date de la facture"))
    due_on = DayField(
        lazy_gettext("À payer au plus tard le"),
        description=lazy_gettext(
            "Vide\u00a0: trente jours après la facture (C. com., art. L.441-10)."
        ),
    )
    net = MoneyField(lazy_gettext("Montant hors taxes, en euros"))
    vat_rate = MoneyField(lazy_gettext("Taux de TVA, en\u00a0%"))
    paid = MoneyField(
        lazy_gettext("Payé, toutes taxes comprises"),
        description=lazy_gettext("Vide ou zéro si la facture n’est pas payée."),
    )
    paid_on = DayField(lazy_gettext("Payé le"))
    accepted = MoneyField(
        lazy_gettext("Valeur de ce qui a été livré et accepté, hors taxes"),
        description=lazy_gettext("Pour une livraison. Zéro si rien n’a été livré."),
    )
    period_from = DayField(
        lazy_gettext("Premier jour facturé"), description=lazy_gettext("Pour un abonnement.")
    )
    period_to = DayField(lazy_gettext("Dernier jour facturé"))
    served_until = DayField(
        lazy_gettext("Service rendu jusqu’au"),
        description=lazy_gettext("Vide si aucun jour n’a été servi."),
    )
    exhibit = Line(
        lazy_gettext("Pièce"),
        limit=200,
        description=lazy_gettext("Par exemple\u00a0: pièce n°\u00a04."),
    )
    disputed_on = DayField(
        lazy_gettext("Contestée par écrit le"),
        description=lazy_gettext("Le jour de votre lettre ou de votre courriel motivé."),
    )
    dispute = TextAreaField(
        lazy_gettext("Motif de la contestation"),
        validators=[AtMost(1_000, lines=True)],
        filters=[tidy],
    )

    @classmethod
    def of(cls, line: ChargeLine | None) -> Self:
        """Fill the form with what is noted, or with the simplest answers."""
        form = cls(data=_data(line))
        form.kind.choices = [(kind.value, str(text)) for kind, text in KINDS.items()]
        return form

    def validate_kind(self, field: RadioField) -> None:
        """Ask how it is earned."""
        if field.data not in set(ChargeKind):
            raise ValidationError(gettext("Dites s’il s’agit d’une livraison ou d’un abonnement."))

    def validate_invoiced_on(self, field: DayField) -> None:
        """Ask for the day of the invoice."""
        if field.data is None and not field.process_errors:
            raise ValidationError(gettext("Indiquez la date de la facture."))

    def validate_net(self, field: MoneyField) -> None:
        """Ask for the amount."""
        if field.data is None and not field.process_errors:
            raise ValidationError(gettext("Indiquez le montant hors taxes."))

    def draft(self) -> ChargeDraft:
        """Return what was declared."""
        is_served = self.kind.data == ChargeKind.SUBSCRIPTION
        facts = ChargeFacts(
            kind=ChargeKind(self.kind.data),
            net=_euros(self.net.data),
            vat_rate=_USUAL_RATE if self.vat_rate.data is None else _euros(self.vat_rate.data),
            paid=_euros(self.paid.data),
            invoiced_on=cast("date", self.invoiced_on.data),
            due_on=self.due_on.data,
            paid_on=self.paid_on.data,
            accepted=Decimal(0) if is_served else _euros(self.accepted.data),
            period_from=self.period_from.data if is_served else None,
            period_to=self.period_to.data if is_served else None,
            served_until=self.served_until.data if is_served else None,
            disputed_on=self.disputed_on.data,
        )
        return ChargeDraft(
            label=self.label.data,
            reference=self.reference.data,
            facts=facts,
            exhibit=self.exhibit.data,
            dispute=self.dispute.data or "",
        )

    def refuse(self, error: InvalidError) -> None:
        """Show, under each field, why it was refused."""
        show_faults(self, error)


class LossForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """One line of the ledger of costs and losses."""

    dated_on = DayField(lazy_gettext("Date"))
    kind = RadioField(lazy_gettext("De quoi s’agit-il\u202f?"), validate_choice=False)
    label = Line(
        lazy_gettext("En bref"),
        limit=200,
        required=lazy_gettext("Dites ce que cela a coûté."),
        description=lazy_gettext("Par exemple\u00a0: 6 heures passées à rappeler des patients."),
    )
    amount = MoneyField(lazy_gettext("Montant, en euros"))
    method = TextAreaField(
        lazy_gettext("Comment le montant est trouvé"),
        validators=[AtMost(1_000, lines=True)],
        filters=[tidy],
        description=lazy_gettext("Par exemple\u00a0: 6 heures à 35\u00a0€."),
    )
    is_direct = RadioField(
        lazy_gettext("En découle-t-il directement\u202f?"), validate_choice=False
    )
    is_foreseeable = RadioField(
        lazy_gettext("Pouvait-on le prévoir à la signature\u202f?"), validate_choice=False
    )
    exhibit = Line(lazy_gettext("Pièce"), limit=200)

    @classmethod
    def of(cls) -> Self:
        """Make the form with its choices."""
        unknown = Known.UNKNOWN.value
        form = cls(
            data={
                "kind": LossKind.SUFFERED.value,
                "is_direct": unknown,
                "is_foreseeable": unknown,
            }
        )
        form.kind.choices = [(kind.value, str(text)) for kind, text in LOSSES.items()]
        for field in (form.is_direct, form.is_foreseeable):
            field.choices = [(known.value, str(text)) for known, text in KNOWN.items()]
        return form

    def validate_dated_on(self, field: DayField) -> None:
        """Ask for the day."""
        if field.data is None and not field.process_errors:
            raise ValidationError(gettext("Indiquez le jour."))

    def validate_amount(self, field: MoneyField) -> None:
        """Ask for the amount."""
        if field.data is None and not field.process_errors:
            raise ValidationError(gettext("Indiquez le montant."))

    def validate_method(self, field: TextAreaField) -> None:
        """Ask how it was found: an amount that nobody can find again proves nothing."""
        if not field.data:
            raise ValidationError(gettext("Dites comment ce montant est trouvé."))

    def draft(self) -> LossDraft:
        """Return what was declared."""
        return LossDraft(
            dated_on=cast("date", self.dated_on.data),
            kind=LossKind(self.kind.data),
            label=self.label.data,
            amount=_euros(self.amount.data),
            method=self.method.data,
            is_direct=Known(self.is_direct.data),
            is_foreseeable=Known(self.is_foreseeable.data),
            exhibit=self.exhibit.data,
        )

    def refuse(self, error: InvalidError) -> None:
        """Show, under each field, why it was refused."""
        show_faults(self, error)


def _euros(cents: int | None) -> Decimal:
    return Decimal(cents or 0) / 100


def _data(line: ChargeLine | None) -> dict[str, object]:
    if line is None:
        return {"kind": ChargeKind.ONE_OFF.value, "vat_rate": int(_USUAL_RATE * 100)}
    facts = {
        name: int(value * 100) if isinstance(value, Decimal) else value
        for name, value in vars(line.facts).items()
        if name != "kind"
    }
    return {
        **facts,
        "kind": line.facts.kind.value,
        "version": line.version,
        "label": line.label,
        "reference": line.reference,
        "exhibit": line.exhibit,
        "dispute": line.dispute,
    }
