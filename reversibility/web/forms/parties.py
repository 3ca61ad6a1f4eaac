"""The forms of a party and of its people."""

from typing import Any, Self
from uuid import UUID

from wtforms import BooleanField, Field, RadioField, SelectChoice
from wtforms.validators import StopValidation

from reversibility.http.refusals import fault
from reversibility.kernel.text import is_email
from reversibility.register.attributes import is_host
from reversibility.register.models import PartyKind
from reversibility.register.queries import PartySheet, PersonSheet
from reversibility.register.service import PartyDraft, PersonDraft
from reversibility.web.forms.changing import ChangingForm, Difference
from reversibility.web.forms.confirming import ConfirmForm
from reversibility.web.forms.lists import Each, lines, list_field
from reversibility.web.forms.practice import SirenField
from reversibility.web.forms.text import Line
from reversibility.web.languages import current_language, lazy_gettext

_LISTS = ("phones", "emails", "domains", "brands")
_TEXTS = ("name", "legal_name", "siren", "trade", "street", "postcode", "city")


class PartyForm(ChangingForm):
    """Who a party is, and how it is reached."""

    kind = RadioField(
        lazy_gettext("Ce qu’il est pour vous"),
        choices=[
            SelectChoice(PartyKind.PROVIDER.value, lazy_gettext("Un prestataire")),
            SelectChoice(PartyKind.OTHER.value, lazy_gettext("Un autre intervenant")),
        ],
        default=PartyKind.PROVIDER.value,
    )
    name = Line(lazy_gettext("Nom d’usage"), limit=200, required=lazy_gettext("Donnez un nom."))
    legal_name = Line(
        lazy_gettext("Raison sociale"),
        limit=200,
        description=lazy_gettext(
            "Telle qu’elle figure sur ses factures\u00a0: c’est elle que publient les registres."
        ),
    )
    siren = SirenField(
        lazy_gettext("SIREN"),
        description=lazy_gettext(
            "9 chiffres. Il le fait reconnaître quand il est titulaire d’un de vos éléments."
        ),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    trade = Line(
        lazy_gettext("Ce qu’il fait pour vous"),
        limit=120,
        description=lazy_gettext("Par exemple agence web, hébergeur, informaticien."),
    )
    street = Line(lazy_gettext("Numéro et rue"), limit=200)
    postcode = Line(lazy_gettext("Code postal"), limit=12)
    city = Line(lazy_gettext("Ville"), limit=100)
    phones = list_field(lazy_gettext("Téléphones"), Each(limit=40))
    emails = list_field(
        lazy_gettext("Adresses de courriel"),
        Each(limit=255, looks_right=is_email, code="email"),
        lazy_gettext("Une par ligne."),
    )
    domains = list_field(
        lazy_gettext("Noms de domaine"),
        Each(limit=253, looks_right=is_host, code="domain"),
        lazy_gettext("Les siens, pas les vôtres. Un par ligne."),
    )
    brands = list_field(
        lazy_gettext("Marques"),
        Each(limit=200),
        lazy_gettext("Les autres noms sous lesquels il travaille. Une par ligne."),
    )

    @classmethod
    def of(cls, party: PartySheet | None = None, *, is_filled: bool = False) -> Self:
        """Make the form about a party; `is_filled` with what is declared of it."""
        return cls(data=declared_party(party) if party and is_filled else {})

    def draft(self) -> PartyDraft:
        """Return what was declared."""
        given: dict[str, Any] = {name: self[name].data for name in _TEXTS}
        given |= {name: lines(self[name].data) for name in _LISTS}
        return PartyDraft(**given, kind=PartyKind(self.kind.data))

    def differences(self, party: PartySheet) -> tuple[Difference, ...]:
        """Return where what was typed is not what is declared now."""
        return self.differing(declared_party(party))


def declared_party(party: PartySheet) -> dict[str, object]:
    """Return what is declared of a party, as the fields of its form hold it."""
    return {
        "version": party.version,
        "kind": party.kind.value,
        **{name: getattr(party, name) for name in _TEXTS},
        **{name: "\n".join(getattr(party, name)) for name in _LISTS},
    }


class PersonForm(ChangingForm):
    """Somebody of a party."""

    name = Line(
        lazy_gettext("Prénom et nom"),
        limit=200,
        required=lazy_gettext("Saisissez un nom."),
        render_kw={"autocomplete": "off"},
    )
    role = Line(
        lazy_gettext("Fonction"),
        limit=120,
        description=lazy_gettext("Par exemple associée, gérant, contact technique."),
    )
    email = Line(
        lazy_gettext("Adresse de courriel professionnelle"),
        limit=255,
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    phone = Line(
        lazy_gettext("Téléphone professionnel"),
        limit=40,
        render_kw={"autocomplete": "off", "inputmode": "tel"},
    )

    def validate_email(self, field: Field) -> None:
        """Refuse what does not look like an address; none is fine."""
        if field.data and not is_email(field.data):
            raise StopValidation(fault("email_invalid", current_language()))

    @classmethod
    def of(cls, person: PersonSheet) -> Self:
        """Make the form, filled with what is declared."""
        return cls(data=declared_person(person))

    def draft(self, party_id: UUID) -> PersonDraft:
        """Return what was declared."""
        return PersonDraft(
            party_id=party_id,
            name=self.name.data,
            role=self.role.data,
            email=self.email.data,
            phone=self.phone.data,
        )

    def differences(self, person: PersonSheet) -> tuple[Difference, ...]:
        """Return where what was typed is not what is declared now."""
        return self.differing(declared_person(person))


def declared_person(person: PersonSheet) -> dict[str, object]:
    """Return what is declared of a person, as the fields of their form hold it."""
    names = ("version", "name", "role", "email", "phone")
    return {name: getattr(person, name) for name in names}


class LeavingForm(ConfirmForm):
    """Somebody is archived, and what they can get into ends with it, or stands in the way."""

    ends_accesses = BooleanField(lazy_gettext("Noter aussi la fin de ces accès"))
