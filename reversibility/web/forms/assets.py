"""The form of one element, made from its kind: the fields, their help and their choices."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any
from uuid import UUID

from wtforms import Field, SelectChoice, SelectField, TextAreaField

from reversibility.catalogues.models import AssetKind, Attribute, AttributeType
from reversibility.evidence.discovering import ProposalLine
from reversibility.first_steps.suggesting import suggested_attributes, suggested_name
from reversibility.kernel.errors import InvalidError
from reversibility.register.queries import AssetSheet, PartyRef
from reversibility.register.service import AssetDraft
from reversibility.web.forms.changing import ChangingForm, Difference
from reversibility.web.forms.days import DayField
from reversibility.web.forms.refusing import sentence_of
from reversibility.web.forms.text import AtMost, Line, tidy
from reversibility.web.languages import current_language, gettext, lazy_gettext
from reversibility.web.words import words

_LONGEST, _LONGEST_NOTE = 400, 2_000
_PREFIX = "attribute_"


PARTIES: Mapping[str, tuple[str, str]] = {
    "holder": (
        lazy_gettext("Titulaire"),
        lazy_gettext("La personne inscrite comme ayant les droits, telle que vous la connaissez."),
    ),
    "provider": (lazy_gettext("Prestataire qui s’en occupe"), ""),
    "account_holder": (
        lazy_gettext("Titulaire du compte"),
        lazy_gettext("Au nom de qui le compte client est ouvert."),
    ),
    "payer": (lazy_gettext("Qui paie le renouvellement\u00a0?"), ""),
}
"""The parties a form asks for: their label and help."""


class AssetForm(ChangingForm):
    """What every element has; `of` adds what its kind asks for."""

    name = Line(
        lazy_gettext("Comment l’appelez-vous\u00a0?"),
        limit=200,
        required=lazy_gettext("Donnez un nom à cet élément."),
        description=lazy_gettext(
            "Par exemple le nom de domaine, ou «\u00a0Messagerie du cabinet\u00a0»."
        ),
    )

    @classmethod
    def of(
        cls,
        kind: AssetKind,
        parties: Sequence[PartyRef],
        asset: AssetSheet | None = None,
        *,
        suggested: Mapping[str, Any] = MappingProxyType({}),
    ) -> "AssetForm":
        """Make the form of a kind, filled with what was posted, else declared, else suggested."""
        fields: dict[str, Any] = {
            f"{_PREFIX}{attribute.id}": _FIELDS[attribute.type](attribute)
            for attribute in kind.attributes
        }
        choices = [
            ("", gettext("Je ne sais pas")),
            *((str(party.id), party.name) for party in parties),
        ]
        for name, (label, help_text) in PARTIES.items():
            fields[name] = _choice(label, help_text, choices)
        fields["notes"] = TextAreaField(
            lazy_gettext("Notes"),
            description=lazy_gettext("Ni mot de passe, ni donnée de patient ou de client."),
            validators=[AtMost(_LONGEST_NOTE, lines=True)],
            filters=[tidy],
        )
        shown = declared_values(kind, asset) if asset else dict(suggested)
        return type("AssetFormOfKind", (cls,), fields)(data=shown)  # type: ignore[no-any-return]

    def asked(self, kind: AssetKind) -> tuple[Field, ...]:
        """Return the fields of the kind, in the order of its file."""
        return tuple(self[f"{_PREFIX}{attribute.id}"] for attribute in kind.attributes)

    def draft(self, kind: AssetKind, **declared: Any) -> AssetDraft:  # noqa: ANN401 - of a draft
        """Return what was declared."""
        given = {attribute.id: _value(attribute, self) for attribute in kind.attributes}
        chosen = {name: self[name].data for name in PARTIES}
        ids: dict[str, Any] = {
            f"{name}_id": UUID(party) if party else None for name, party in chosen.items()
        }
        return AssetDraft(
            kind=kind.id,
            name=self.name.data,
            importance=kind.importance,
            attributes={name: value for name, value in given.items() if value not in ("", None)},
            notes=self.notes.data,
            **declared,
            **ids,
        )

    def differences(self, kind: AssetKind, asset: AssetSheet) -> tuple[Difference, ...]:
        """Return where what was typed is not what is declared now."""
        return self.differing(declared_values(kind, asset))

    def refuse(self, error: InvalidError) -> None:
        """Show, under each field, why the register refused it."""
        for name, code in error.fields.items():
            self[f"{_PREFIX}{name}"].errors = [sentence_of(code)]


def declared_values(kind: AssetKind, asset: AssetSheet) -> dict[str, Any]:
    """Return what is declared of an element, as the fields of its form hold it."""
    parties = {name: getattr(asset, name) for name in PARTIES}
    values: dict[str, Any] = {
        "version": asset.version,
        "name": asset.name,
        "notes": asset.notes,
        **{name: str(party.id) if party else "" for name, party in parties.items()},
    }
    for attribute in kind.attributes:
        value = asset.attributes.get(attribute.id)
        write = _TYPED.get(attribute.type, str)
        values[f"{_PREFIX}{attribute.id}"] = None if value is None else write(value)
    return values


def suggested_values(kind: AssetKind, line: ProposalLine, domain: str) -> dict[str, Any]:
    """Return what a trace suggests for the form of its kind: a name, and what the kind needs."""
    told = suggested_attributes(kind, line, domain)
    write = {each.id: _TYPED.get(each.type, str) for each in kind.attributes}
    named = {"name": suggested_name(kind, line, domain, current_language())}
    return named | {f"{_PREFIX}{name}": write[name](value) for name, value in told.items()}


def _value(attribute: Attribute, form: AssetForm) -> object:
    data = form[f"{_PREFIX}{attribute.id}"].data
    read = _VALUES.get(attribute.type)
    return read(data) if read and data not in ("", None) else data


def _choice(label: str, help_text: str, choices: Sequence[tuple[str, str]]) -> SelectField:
    listed = [SelectChoice(value, text) for value, text in choices]
    return SelectField(label, description=help_text, choices=listed, default="")


def _line(attribute: Attribute) -> Field:
    text = words().text
    return Line(text(attribute.label), limit=_LONGEST, description=text(attribute.help))


def _lines(attribute: Attribute) -> Field:
    text = words().text
    return TextAreaField(
        text(attribute.label),
        description=" ".join((text(attribute.help), gettext("Un par ligne."))),
        validators=[AtMost(_LONGEST_NOTE, lines=True)],
        filters=[tidy],
    )


def _day(attribute: Attribute) -> Field:
    text = words().text
    return DayField(text(attribute.label), description=text(attribute.help))


def _options(attribute: Attribute) -> Field:
    text = words().text
    choices = [("", gettext("Je ne sais pas"))]
    choices += [(option.id, text(option.label)) for option in attribute.choices]
    return _choice(text(attribute.label), text(attribute.help), choices)


def _yes_no(attribute: Attribute) -> Field:
    text = words().text
    choices = [("", gettext("Je ne sais pas")), ("yes", gettext("Oui")), ("no", gettext("Non"))]
    return _choice(text(attribute.label), text(attribute.help), choices)


_FIELDS: Mapping[AttributeType, Callable[[Attribute], Field]] = {
    **dict.fromkeys(AttributeType, _line),
    AttributeType.HOSTS: _lines,
    AttributeType.DATE: _day,
    AttributeType.CHOICE: _options,
    AttributeType.YES_NO: _yes_no,
}


def _number(text: str) -> object:
    # What is no number stays a text, and the register says so.
    plain = text.replace(",", ".").replace("\u202f", "").replace("\u00a0", "")
    try:
        return float(plain) if "." in plain else int(plain)
    except ValueError:
        return text


_VALUES: Mapping[AttributeType, Callable[[Any], object]] = {
    AttributeType.HOSTS: lambda text: text.split(),
    AttributeType.DATE: lambda day: day.isoformat(),
    AttributeType.YES_NO: lambda chosen: chosen == "yes",
    AttributeType.NUMBER: _number,
}

_TYPED: Mapping[AttributeType, Callable[[Any], object]] = {
    AttributeType.HOSTS: "\n".join,
    AttributeType.DATE: date.fromisoformat,
    AttributeType.YES_NO: lambda is_so: "yes" if is_so else "no",
}
"""How a declared value stands in its field; all others as text."""
