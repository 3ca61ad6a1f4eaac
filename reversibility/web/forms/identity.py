"""The form of the practice's own identity: the same in the first steps and on its own page."""

from collections.abc import Mapping
from typing import Any, Self

from stdnum.eu import vat as eu_vat
from wtforms import Field
from wtforms.validators import StopValidation

from reversibility.accounts.queries import PracticeSheet
from reversibility.accounts.service import PracticeDraft
from reversibility.kernel.text import is_email
from reversibility.register.attributes import is_host
from reversibility.web.forms.changing import ChangingForm, Difference
from reversibility.web.forms.lists import Each, lines, list_field
from reversibility.web.forms.practice import PracticeFields
from reversibility.web.forms.refusing import sentence_of
from reversibility.web.forms.text import Line
from reversibility.web.languages import lazy_gettext

TITLES = ("Dr", "Docteur", "Me", "Maître", "Pr", "Professeur", "Mme", "M.", "Mr", "Mrs", "Ms")
"""What may stand before a name on a register's page; kept apart from the name."""
_TEXTS = ("legal_name", "legal_form", "siren", "vat", "activity", "street", "postcode", "city")
_LISTS = ("trading_names", "phones", "emails", "domains", "related_entities")


class IdentityForm(ChangingForm, PracticeFields):
    """The practice, as registries would show it."""

    vat = Line(
        lazy_gettext("Numéro de TVA"),
        limit=20,
        description=lazy_gettext(
            "Il commence par FR. Beaucoup de professions de santé n’en ont pas\u00a0: laissez vide."
        ),
        render_kw={"autocomplete": "off"},
    )
    trading_names = list_field(
        lazy_gettext("Noms d’usage"),
        Each(limit=200),
        lazy_gettext(
            "Ceux de votre plaque ou de votre site. Un par ligne\u00a0; le premier est celui que "
            "montrent les pages."
        ),
    )
    people = list_field(
        lazy_gettext("Associés et titulaires"),
        Each(limit=200),
        lazy_gettext(
            "Un par ligne, comme un annuaire les nomme, puis leur fonction après une virgule"
            "\u00a0: «\u00a0Dr Claire Martin, associée\u00a0». Un nom de domaine est souvent au"
            " leur."
        ),
    )
    activity = Line(
        lazy_gettext("Profession"),
        limit=80,
        description=lazy_gettext("Par exemple avocat, expert-comptable, médecin généraliste."),
    )
    phones = list_field(lazy_gettext("Téléphones"), Each(limit=40))
    emails = list_field(
        lazy_gettext("Adresses de courriel"),
        Each(limit=255, looks_right=is_email, code="email"),
        lazy_gettext("Les adresses du cabinet. Une par ligne."),
    )
    domains = list_field(
        lazy_gettext("Noms de domaine du cabinet"),
        Each(limit=253, looks_right=is_host, code="domain"),
        lazy_gettext("Ceux de ses adresses et de son site. Un par ligne."),
    )
    related_entities = list_field(
        lazy_gettext("Autres structures des mêmes personnes"),
        Each(limit=200),
        lazy_gettext("Par exemple une SCM ou une SCI. Une par ligne."),
    )

    @classmethod
    def of(cls, practice: PracticeSheet) -> Self:
        """Make the form, filled with what is declared."""
        return cls(data=declared_identity(practice))

    def validate_vat(self, field: Field) -> None:
        """Check the number, and keep it in its compact form; none is fine."""
        if not field.data:
            return
        if not eu_vat.is_valid(field.data):
            raise StopValidation(sentence_of("vat"))
        field.data = str(eu_vat.compact(field.data))

    def draft(self, practice: PracticeSheet) -> PracticeDraft:
        """Return what was declared; the country is not asked for, and stays."""
        given: dict[str, Any] = {name: self[name].data or "" for name in _TEXTS}
        given |= {name: lines(self[name].data) for name in _LISTS}
        people = [_associate(line) for line in lines(self.people.data)]
        return PracticeDraft(**given, people=people, country=practice.country)

    def differences(self, practice: PracticeSheet) -> tuple[Difference, ...]:
        """Return where what was typed is not what is declared now."""
        return self.differing(declared_identity(practice))


def declared_identity(practice: PracticeSheet) -> dict[str, object]:
    """Return what is declared of the practice, as the fields of its form hold it."""
    return {
        "version": practice.version,
        **{name: getattr(practice, name) for name in _TEXTS},
        **{name: "\n".join(getattr(practice, name)) for name in _LISTS},
        "people": "\n".join(_line(person) for person in practice.people),
    }


def _associate(line: str) -> dict[str, str]:
    named, _, role = (part.strip() for part in line.partition(","))
    title, _, name = named.partition(" ")
    if title in TITLES and name.strip():
        return {"name": name.strip(), "title": title, "role": role}
    return {"name": named, "title": "", "role": role}


def _line(person: Mapping[str, str]) -> str:
    named = " ".join(filter(None, (person.get("title", ""), person.get("name", ""))))
    return ", ".join(filter(None, (named, person.get("role", ""))))
