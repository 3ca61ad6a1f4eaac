"""What a cell says: dates, numbers, yes and no as people and spreadsheets write them."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from reversibility.catalogues.models import Attribute, AttributeType
from reversibility.http.tables.grid import fold
from reversibility.http.tables.writing import FORMULA
from reversibility.kernel.dates import Locale
from reversibility.kernel.text import has_hidden

_YES = frozenset({"oui", "o", "yes", "y", "x", "vrai", "true", "1", "ok", "✓", "✔", "☑"})
_NO = frozenset({"non", "n", "no", "faux", "false", "0", "☐", "✗", "✘"})
_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{2}|\d{4})")
_ISO = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[T ].*)?")
_SERIAL = re.compile(r"[2-7]\d{4}")  # of a spreadsheet, for 1954 to 2118
_FIRST_SERIAL = date(1899, 12, 30)
_ERROR = re.compile(r"#(?:REF|N/A|NAME\?|VALUE|DIV/0|NUM|NULL|NOM\?|VALEUR|NOMBRE)!?")
_IMPORTANCE = {
    "vital": 4, "vitale": 4, "critique": 4, "important": 3, "importante": 3, "utile": 2,
    "useful": 2, "accessoire": 1, "secondary": 1,
}  # fmt: skip
_MONTHS = {
    fold(name): number
    for number, names in enumerate(
        (
            "janvier january janv jan", "février february févr fév feb", "mars march mar",
            "avril april avr apr", "mai may", "juin june jun", "juillet july juil jul",
            "août august aout aug", "septembre september sept sep", "octobre october oct",
            "novembre november nov", "décembre december déc dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


class CellError(ValueError):
    """A cell says nothing that can be kept; the argument is the code of why."""


def plain(text: str) -> str:
    """Return a cell as it is kept: composed accents, and no apostrophe that hid a formula."""
    text = unicodedata.normalize("NFC", text).strip()
    return text[1:] if text.startswith("'") and text[1:].lstrip().startswith(FORMULA) else text


def line(text: str, longest: int) -> str:
    """Return one line of text; raises CellError."""
    joined = " ".join(text.split())
    _refuse_error(joined)
    if len(joined) > longest:
        raise CellError(f"too_long:{longest}")
    if has_hidden(joined):
        raise CellError("control_character")
    return joined


def lines(text: str, longest: int) -> str:
    """Return a text of several lines; raises CellError."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > longest:
        raise CellError(f"too_long:{longest}")
    if has_hidden(text, lines=True):
        raise CellError("control_character")
    return text


def day(text: str) -> date:
    """Return a date, in one of the ways people write it; the day comes before the month."""
    if found := _ISO.fullmatch(text):
        parts = [int(part) for part in found.groups()[:3]]
    elif found := _DAY.fullmatch(text):
        parts = [int(part) for part in reversed(found.groups())]
        parts[0] += 2000 if parts[0] < 100 else 0  # noqa: PLR2004 - a year of two figures
    elif _SERIAL.fullmatch(text):
        return _FIRST_SERIAL + timedelta(days=int(text))
    else:
        parts = _in_words(text)
    try:
        return date(*parts)
    except (ValueError, TypeError) as error:
        raise CellError(f"day:{text[:40]}") from error


def importance(text: str) -> int:
    """Return an importance, from a number or a word."""
    known = {str(number): number for number in range(1, 5)} | _IMPORTANCE
    found = known.get(fold(text).split(" ")[0] if text.strip() else "")
    if found is None:
        raise CellError(f"importance_cell:{text[:40]}")
    return found


def attribute_value(attribute: Attribute, text: str, locale: Locale) -> object:
    """Return the value that a cell gives to an attribute; the register checks it further."""
    if attribute.type is AttributeType.CHOICE:
        return _choice(attribute, text, locale)
    read = _READ.get(attribute.type)
    return read(text) if read else line(text, 400)


def _in_words(text: str) -> list[int]:
    words = fold(text).replace("1er", "1").split()
    months = [_MONTHS[word] for word in words if word in _MONTHS]
    numbers = [int(word) for word in words if word.isascii() and word.isdigit()]
    if len(months) != 1 or len(numbers) != 2:  # noqa: PLR2004 - day and year
        return []
    return [max(numbers), months[0], min(numbers)]


def _yes_no(text: str) -> object:
    said = text.casefold().strip()
    if said in _YES or fold(text) in _YES:
        return True
    if said in _NO or fold(text) in _NO:
        return False
    raise CellError(f"yes_or_no:{text[:40]}")


def _number(text: str) -> object:
    digits = re.sub(r"[\s\u00a0\u202f'’]", "", text)
    if re.fullmatch(r"-?\d{1,3}(?:\.\d{3})+,\d+", digits):
        digits = digits.replace(".", "")
    elif re.fullmatch(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits) and digits.count(",") > 1:
        digits = digits.replace(",", "")
    digits = digits.replace(",", ".")
    if not re.fullmatch(r"-?\d{1,15}(?:\.\d{1,10})?", digits):
        raise CellError(f"a_number:{text[:40]}")
    value = float(digits)
    return int(value) if value.is_integer() else value


def _choice(attribute: Attribute, text: str, locale: Locale) -> object:
    wanted = fold(text)
    for option in attribute.choices:
        if wanted in {fold(option.id), fold(option.label.fr), fold(option.label.en)}:
            return option.id
    raise CellError(
        f"choice_cell:{' · '.join(option.label.in_(locale) for option in attribute.choices)}"
    )


def _refuse_error(text: str) -> None:
    if _ERROR.fullmatch(text):
        raise CellError(f"cell_error:{text}")


_READ: Mapping[AttributeType, Callable[[str], object]] = {
    AttributeType.DATE: lambda text: day(text).isoformat(),
    AttributeType.YES_NO: _yes_no,
    AttributeType.NUMBER: _number,
    AttributeType.HOSTS: lambda text: [each for each in re.split(r"[\s,;]+", text) if each],
}
