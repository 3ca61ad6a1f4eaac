"""The sheets of a register, made from its practice file: the same content, for people."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from reversibility.catalogues.models import AssetKind, Attribute, AttributeType, Catalogue
from reversibility.http.references import PRACTICE
from reversibility.http.tables.grid import fold
from reversibility.http.tables.words import COLUMNS, ONLY_WRITTEN, column, headings, sheet, word
from reversibility.kernel.dates import Locale
from reversibility.recovery.texts import label
from reversibility.register.models import DECLARED_PARTIES

Cell = str | int | float | date
Document = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One table: its name, its headings, its rows."""

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def register_sheets(document: Document, catalogue: Catalogue, locale: Locale) -> tuple[Sheet, ...]:
    """Return every sheet of a register; the first is that of the assets."""
    writer = _Writer(document, catalogue, locale)
    return (
        writer.assets(),
        writer.accesses(),
        writer.parties(),
        writer.people(),
        writer.contracts(),
    )


def attribute_heads(kinds: Iterable[AssetKind], locale: str) -> dict[tuple[str, str], str]:
    """Return the heading of each (kind, attribute): its label, shared where the label is the same.

    A label that is also a column of every asset is followed by the name of the attribute.
    """
    taken = {fold(text) for name in (*COLUMNS, *ONLY_WRITTEN) for text in headings(name)}
    return {
        (kind.id, each.id): f"{text} ({each.id})" if fold(text) in taken else text
        for kind in kinds
        for each in kind.attributes
        for text in [each.label.in_(locale)]
    }


class _Writer:
    """What is looked up again and again while the sheets are written."""

    def __init__(self, document: Document, catalogue: Catalogue, locale: Locale) -> None:
        self.document, self.catalogue, self.locale = document, catalogue, locale
        self.own_parties = [_own_party(document["practice"]), *document.get("parties", [])]
        self.party_names = _names(self.own_parties)
        self.asset_names = _names(document.get("assets", []))
        self.person_names = _names([person for _, person in self._people()])
        self.employers = {person["id"]: party["id"] for party, person in self._people()}

    def assets(self) -> Sheet:
        """Write one row for each asset, with a column for each attribute that is in use."""
        assets = self.document.get("assets", [])
        used = {asset["kind"] for asset in assets}
        heads = attribute_heads(
            (kind for kind in self.catalogue.kinds.values() if kind.id in used), self.locale
        )
        filled = {heads.get((asset["kind"], name)) for asset in assets
                  for name in asset.get("attributes", {})}  # fmt: skip
        labels = list(dict.fromkeys(text for text in heads.values() if text in filled))
        names = (*COLUMNS, *ONLY_WRITTEN)
        return Sheet(
            name=sheet("assets", self.locale),
            heads=[*(column(name, self.locale) for name in names), *labels],
            rows=[self._asset(asset, names, labels, heads) for asset in assets],
        )

    def accesses(self) -> Sheet:
        """Write one row for each access, ended ones too."""
        names = ("asset", "asset_id", "person", "party", "role", "second_factor",
                 "second_factor_holder", "recovery_address", "last_confirmed_on",
                 "ended_at")  # fmt: skip
        return self._sheet(
            "accesses",
            names,
            [
                self._access(asset, access)
                for asset in self.document.get("assets", [])
                for access in asset.get("accesses", [])
            ],
        )

    def parties(self) -> Sheet:
        """Write one row for each party, the practice first."""
        names = ("party", "legal_name", "siren", "trade", "street", "postcode", "city",
                 "phones", "emails", "domains", "brands")  # fmt: skip
        rows = [
            [
                party["name"],
                *(party.get(name, "") for name in names[1:4]),
                *(party.get("address", {}).get(name, "") for name in names[4:7]),
                *(", ".join(party.get(name, [])) for name in names[7:]),
                word(party.get("kind", "other"), self.locale),
                _day(party.get("archived_at")),
            ]
            for party in self.own_parties
        ]
        more = [column("kind", self.locale), column("archived_at", self.locale)]
        return self._sheet("parties", names, rows, more)

    def people(self) -> Sheet:
        """Write one row for each person."""
        names = ("person", "party", "role", "email", "phone")
        rows = [
            [
                person["name"],
                self.party_names[party["id"]],
                *(person.get(name, "") for name in names[2:]),
                _day(person.get("archived_at")),
            ]
            for party, person in self._people()
        ]
        return self._sheet("people", names, rows, [column("archived_at", self.locale)])

    def contracts(self) -> Sheet:
        """Write one row for each contract."""
        names = ("party", "reference", "title", "starts_on", "ends_on", "notice", "assets")
        rows = [
            [
                self.party_names[contract["provider"]],
                contract["reference"],
                contract["title"],
                _day(contract.get("starts_on")),
                _day(contract.get("ends_on")),
                contract.get("notice", ""),
                ", ".join(self.asset_names[each] for each in contract.get("assets", [])),
            ]
            for contract in self.document.get("contracts", [])
        ]
        return self._sheet("contracts", names, rows)

    def _sheet(
        self, name: str, names: Sequence[str], rows: list[list[Cell]], more: Sequence[str] = ()
    ) -> Sheet:
        heads = [*(word(each, self.locale) for each in names), *more]
        return Sheet(name=sheet(name, self.locale), heads=heads, rows=rows)

    def _asset(
        self,
        asset: Document,
        names: Sequence[str],
        labels: Sequence[str],
        heads: Mapping[tuple[str, str], str],
    ) -> list[Cell]:
        kind = self.catalogue.kinds.get(asset["kind"])
        own: dict[str, Cell] = {
            "kind": kind.short.in_(self.locale) if kind else asset["kind"],
            **{name: self._party_name(asset, name) for name in DECLARED_PARTIES},
            "depends_on": ", ".join(self.asset_names[each] for each in asset.get("depends_on", [])),
            "accesses": self._who(asset),
            **{name: _day(asset.get(name)) for name in ("declared_on", "archived_at")},
        }
        given = asset.get("attributes", {})
        values = {
            heads[asset["kind"], each.id]: written(each, given[each.id], self.locale)
            for each in (kind.attributes if kind else ())
            if given.get(each.id) is not None
        }
        row: list[Cell] = [own[name] if name in own else asset.get(name, "") for name in names]
        return row + [values.get(label, "") for label in labels]

    def _access(self, asset: Document, access: Document) -> list[Cell]:
        person = access["person"]
        return [
            asset["name"],
            asset["id"],
            self.person_names[person],
            self.party_names[self.employers[person]],
            self._role(asset, access),
            label("second_factors", access["second_factor"], self.locale),
            self.person_names.get(access.get("second_factor_holder"), ""),
            access.get("recovery_address", ""),
            _day(access.get("last_confirmed_on")),
            _day(access.get("ended_at")),
        ]

    def _who(self, asset: Document) -> str:
        return ", ".join(
            f"{self.person_names[access['person']]} ({self._role(asset, access)})"
            for access in asset.get("accesses", [])
            if "ended_at" not in access
        )

    def _role(self, asset: Document, access: Document) -> str:
        kind = self.catalogue.kinds.get(asset["kind"])
        role = kind.role(access["role"]) if kind else None
        return role.name.in_(self.locale) if role else str(access["role"])

    def _party_name(self, asset: Document, name: str) -> str:
        return self.party_names.get(asset.get(name), "")

    def _people(self) -> list[tuple[Document, Document]]:
        own = self.own_parties[0]
        staff = [(own, person) for person in self.document["practice"].get("staff", [])]
        return staff + [
            (party, person) for party in self.own_parties[1:] for person in party.get("people", [])
        ]


def written(attribute: Attribute, value: object, locale: Locale) -> Cell:
    """Write the value of an attribute as a cell; what does not fit its type stays a text."""
    write = _WRITE.get(attribute.type)
    try:
        return write(attribute, value, locale) if write else str(value)
    except (ValueError, TypeError, LookupError):
        return str(value)


def _own_party(practice: Document) -> Document:
    names = practice.get("trading_names") or [practice["legal_name"]]
    declared = practice.get("as_party") or {**practice, "name": names[0]}
    return {**declared, "id": PRACTICE, "kind": "practice"}


def _names(items: Iterable[Document]) -> dict[Any, str]:
    """Return how each is called; two of the same name are told apart by their identifier."""
    listed = list(items)
    twice = Counter(item["name"].casefold() for item in listed)
    return {
        item["id"]: f"{item['name']} ({item['id']})"
        if twice[item["name"].casefold()] > 1
        else item["name"]
        for item in listed
    }


def _day(text: Any) -> Cell:  # noqa: ANN401 - JSON
    return datetime.fromisoformat(text).date() if text else ""


def _choice(attribute: Attribute, value: object, locale: Locale) -> Cell:
    return next(each.label.in_(locale) for each in attribute.choices if each.id == value)


def _number(_attribute: Attribute, value: object, _locale: Locale) -> Cell:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise TypeError


_WRITE: Mapping[AttributeType, Callable[[Attribute, Any, Locale], Cell]] = {
    AttributeType.DATE: lambda _, value, __: date.fromisoformat(value),
    AttributeType.YES_NO: lambda _, value, locale: word("yes" if value else "no", locale),
    AttributeType.HOSTS: lambda _, value, __: ", ".join(value),
    AttributeType.NUMBER: _number,
    AttributeType.CHOICE: _choice,
}
