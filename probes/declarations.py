"""Practice and provider files: JSON objects, every field optional but the name, none unknown."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast

from probes.errors import DeclarationError
from probes.interface import Identity, Person

LARGEST_BYTES = 1_048_576

_PERSON = ("name", "title", "role")
_ADDRESS = ("street", "postcode", "city", "country")
PRACTICE = frozenset({
    "legal_name", "legal_form", "siren", "vat", "trading_names", "people", "address", "phones",
    "emails", "domains", "activity", "related_entities",
})  # fmt: skip
PROVIDER = frozenset({
    "name", "legal_name", "siren", "people", "domains", "phones", "emails", "postcode", "city",
    "brands",
})  # fmt: skip

Table = Mapping[str, object]


def read_practice(path: Path) -> Identity:
    """Read a practice file; raises DeclarationError with what to change."""
    fields = Fields(str(path), _load(path), PRACTICE)
    fields.name("legal_name")
    return practice_of(fields)


def read_provider(path: Path) -> Identity:
    """Read a provider file; raises DeclarationError with what to change."""
    fields = Fields(str(path), _load(path), PROVIDER)
    fields.name("name")
    return provider_of(fields)


def practice_of(fields: "Fields") -> Identity:
    """Return the identity that the fields of a practice describe."""
    address = fields.table("address", _ADDRESS)
    return Identity(
        name=fields.text("legal_name"),
        legal_name=fields.text("legal_name"),
        legal_form=fields.text("legal_form"),
        siren=fields.text("siren"),
        vat=fields.text("vat"),
        trading_names=fields.texts("trading_names"),
        people=fields.people(),
        street=address.text("street"),
        postcode=address.text("postcode"),
        city=address.text("city"),
        country=address.text("country"),
        phones=fields.texts("phones"),
        emails=fields.texts("emails"),
        domains=fields.texts("domains"),
        related_entities=fields.texts("related_entities"),
    )


def provider_of(fields: "Fields") -> Identity:
    """Return the identity that the fields of a provider describe."""
    return Identity(
        name=fields.text("name"),
        legal_name=fields.text("legal_name"),
        siren=fields.text("siren"),
        trading_names=fields.texts("brands"),
        people=fields.people(),
        postcode=fields.text("postcode"),
        city=fields.text("city"),
        phones=fields.texts("phones"),
        emails=fields.texts("emails"),
        domains=fields.texts("domains"),
    )


def _load(path: Path) -> Table:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise DeclarationError(
            "DEC01_UNREADABLE", path=str(path), fault=error.strerror or ""
        ) from error
    if len(content) > LARGEST_BYTES:
        raise DeclarationError("DEC01_TOO_LARGE", path=str(path))
    try:
        table = json.loads(content)
    except json.JSONDecodeError as error:
        raise DeclarationError("DEC01_NOT_JSON", path=str(path), line=str(error.lineno)) from error
    except (ValueError, RecursionError) as error:  # not UTF-8, or nested without end
        raise DeclarationError("DEC01_NOT_JSON", path=str(path), line="1") from error
    if not isinstance(table, dict):
        raise DeclarationError("DEC01_NOT_AN_OBJECT", path=str(path), key="{ }")
    return cast("Table", table)


class Fields:
    """The fields of one object, each read as what it must be; null counts as missing.

    `known` names the fields there are; None passes over those that nobody asks for.
    """

    def __init__(
        self, path: str, table: Table, known: Iterable[str] | None, prefix: str = ""
    ) -> None:
        self._path, self._table, self._prefix = path, table, prefix
        self._is_open = known is None
        unknown = sorted(set(table) - set(table if known is None else known))
        if unknown and known:
            raise self._fault("DEC01_UNKNOWN_KEY", unknown[0][:60], known=", ".join(sorted(known)))

    def name(self, key: str) -> str:
        """Read the field without which nobody can be recognised."""
        value = self.text(key).strip()
        if not value:
            raise self._fault("DEC01_NO_NAME", key)
        return value

    def text(self, key: str) -> str:
        """Read a text; a whole number is taken as written, people forget the quotes of a SIREN."""
        value = self._table.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if value is not None and not isinstance(value, str):
            raise self._fault("DEC01_NOT_TEXT", key)
        return value or ""

    def texts(self, key: str) -> tuple[str, ...]:
        """Read a list of texts."""
        values = self._list(key)
        if not all(isinstance(value, str) for value in values):
            raise self._fault("DEC01_NOT_TEXTS", key)
        return tuple(cast("list[str]", values))

    def table(self, key: str, known: Iterable[str] | None = None) -> "Fields":
        """Read an object."""
        value = self._table.get(key)
        return self._nested(key, {} if value is None else value, known)

    def tables(self, key: str, known: Iterable[str] | None = None) -> "tuple[Fields, ...]":
        """Read an object, a list of them, or nothing."""
        value = self._table.get(key)
        found = value if isinstance(value, list) else [] if value is None else [value]
        return tuple(
            self._nested(f"{key}[{number}]", item, known)
            for number, item in enumerate(found, start=1)
        )

    def people(self) -> tuple[Person, ...]:
        """Read the people; each needs a name."""
        people = [
            self._nested(f"people[{number}]", value, _PERSON)
            for number, value in enumerate(self._list("people"), start=1)
        ]
        return tuple(
            Person(name=one.name("name"), title=one.text("title"), role=one.text("role"))
            for one in people
        )

    def _nested(self, key: str, value: object, known: Iterable[str] | None) -> "Fields":
        if not isinstance(value, dict):
            raise self._fault("DEC01_NOT_AN_OBJECT", key)
        asked = None if self._is_open else known
        return Fields(self._path, value, asked, f"{self._prefix}{key}.")

    def _list(self, key: str) -> list[object]:
        value = self._table.get(key)
        if value is not None and not isinstance(value, list):
            raise self._fault("DEC01_NOT_TEXTS", key)
        return value or []

    def _fault(self, code: str, key: str, **params: str) -> DeclarationError:
        return DeclarationError(code, path=self._path, key=f"{self._prefix}{key}", **params)
