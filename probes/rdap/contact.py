"""A contact from an RDAP entity (RFC 9083 section 5.1) and its jCard (RFC 7095)."""

from collections.abc import Iterator
from typing import NamedTuple

from probes.interface import Contact, Redaction
from probes.published.countries import country
from probes.published.values import email, is_hidden, published, tidy
from probes.rdap.members import Json, objects, text, texts

IANA_ID = "iana registrar id"

# RFC 6350 section 6.3.1: box, extension, street, city, region, postcode, country.
_STREET, _CITY, _POSTCODE, _COUNTRY = slice(0, 3), 3, 5, 6
_ADDRESS_PARTS = 7
# AFNIC: the handle of every natural person who is hidden by law, and its remark types.
_MASKED_HANDLE = "ANO00-FRNIC"
_RESTRICTED = "contact restricted publication"
_KIND = "contact type"
_KINDS = {"organization": "org", "org": "org", "person": "individual", "individual": "individual"}


class Property(NamedTuple):
    """What a property of a jCard such as `["adr", {"cc": "FR"}, "text", value]` says."""

    parameters: Json
    value: object


Card = dict[str, list[Property]]


def contact(
    entity: Json, own_roles: tuple[str, ...], redacted: tuple[Redaction, ...] = ()
) -> Contact:
    """Read an entity; a member of the wrong kind is as good as missing."""
    card = _card(entity.get("vcardarray"))
    remarks = objects(entity, "remarks")
    kind = _kind(remarks, card)
    name, organization = published(_value(card, "fn")), published(_value(card, "org"))
    if kind == "org":
        name, organization = (name if organization else None), organization or name
    street, postcode, city, land = _address(card)
    return Contact(
        roles=own_roles,
        kind=kind,
        name=None if name == organization else name,
        organization=organization,
        email=email(_value(card, "email")),
        phone=_phone(card),
        street=street,
        postcode=postcode,
        city=city,
        country=country(land),
        handle=published(text(entity, "handle")),
        identifiers=_identifiers(entity),
        redacted=redacted,
        remarks=tuple(_remarks(remarks)),
        masked=_is_masked(entity, remarks, card),
    )


def registrar_id(entity: Json) -> str | None:
    """Return the number IANA gave to a registrar: what stays when its name changes."""
    return dict(_identifiers(entity)).get(IANA_ID)


def _card(card: object) -> Card:
    """Return the well-formed properties of `["vcard", [...]]` by name."""
    items = card[1] if isinstance(card, list) and len(card) > 1 else None
    found: Card = {}
    for item in items if isinstance(items, list) else ():
        if isinstance(item, list) and len(item) > 3 and isinstance(item[0], str):  # noqa: PLR2004 - RFC 7095 section 3.3
            parameters = item[1] if isinstance(item[1], dict) else {}
            name, property_ = item[0].lower(), Property(parameters, item[3])
            if name in found:
                found[name].append(property_)
            else:
                found[name] = [property_]
    return found


def _value(card: Card, name: str) -> str:
    """Return the first text of a property; `org` may be a list of units, the first is the whole."""
    for item in card.get(name, ()):
        value = item.value
        while isinstance(value, list) and value:
            value = value[0]
        if told := tidy(value):
            return told
    return ""


def _kind(remarks: list[Json], card: Card) -> str | None:
    told = _value(card, "kind") or next(
        iter(
            word
            for remark in remarks
            if text(remark, "type").lower() == _KIND
            for word in texts(remark, "description")
        ),
        "",
    )
    return _KINDS.get(told.lower())


def _phone(card: Card) -> str | None:
    for parameters, value in card.get("tel", ()):
        number = tidy(value)
        if number and "fax" not in str(parameters.get("type", "")).lower():
            return published(number.removeprefix("tel:").split(";")[0])
    return None


def _address(card: Card) -> tuple[str | None, str | None, str | None, str | None]:
    """Return street, postcode, city and country from seven parts, or from a label line by line."""
    for item in card.get("adr", ()):
        parts = [_lines(part) for part in item.value] if isinstance(item.value, list) else []
        parts += [[]] * (_ADDRESS_PARTS - len(parts))
        if not any(parts):
            label = _lines(item.parameters.get("label"))
            parts[_STREET], parts[_COUNTRY] = [[], [], label[:-1]], label[-1:]
        street = [line for part in parts[_STREET] for line in part]
        land = tidy(item.parameters.get("cc")) or " ".join(parts[_COUNTRY])
        return (
            ", ".join(street) or None,
            published(" ".join(parts[_POSTCODE])),
            published(" ".join(parts[_CITY])),
            published(land),
        )
    return None, None, None, None


def _lines(part: object) -> list[str]:
    items = (
        part if isinstance(part, list) else str(part).split("\n") if isinstance(part, str) else []
    )
    return [line for line in map(published, items) if line]


def _identifiers(entity: Json) -> tuple[tuple[str, str], ...]:
    found = (
        (text(item, "type").strip().lower(), tidy(item.get("identifier")))
        for item in objects(entity, "publicids")
    )
    return tuple((kind, value) for kind, value in found if kind and value)


def _remarks(remarks: list[Json]) -> Iterator[str]:
    """Yield each remark as `title: description`, in words fit to be kept."""
    for remark in remarks:
        head = tidy(remark.get("title")) or tidy(remark.get("type"))
        body = tidy(" ".join(texts(remark, "description")))
        if head or body:
            yield ": ".join(filter(None, (head, body)))


def _is_masked(entity: Json, remarks: list[Json], card: Card) -> bool:
    if text(entity, "handle").upper() == _MASKED_HANDLE:
        return True
    for items in card.values():
        for item in items:
            if _holds_hidden(item.value):
                return True
    return any(map(_hides, remarks))


def _hides(remark: Json) -> bool:
    kind, title = text(remark, "type").lower(), text(remark, "title")
    if kind == _RESTRICTED:
        return any(word.strip().upper() == "YES" for word in texts(remark, "description"))
    return "due to authorization" in kind or is_hidden(title)


def _holds_hidden(value: object) -> bool:
    """Look at a text and at its parts: RFC 7095 has lists in lists (3.3.1.3), nothing deeper."""
    if isinstance(value, str):
        return is_hidden(value)
    for part in value if isinstance(value, list) else ():
        inner = part if isinstance(part, list) else (part,)
        if any(map(is_hidden, inner)):
            return True
    return False
