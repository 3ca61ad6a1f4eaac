"""The empty table that somebody fills in: headings, choices to pick from, explanations."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter

from reversibility.access.models import SecondFactor
from reversibility.catalogues.models import AssetKind, Attribute, AttributeType, Catalogue
from reversibility.http.tables.listed import columns as list_columns
from reversibility.http.tables.sheets import attribute_heads
from reversibility.http.tables.words import COLUMNS, column, column_help, sheet, word
from reversibility.kernel.dates import Locale
from reversibility.recovery.texts import label
from reversibility.register.models import DECLARED_PARTIES

USUAL = (
    "domain_fr", "domain_gtld", "dns_zone", "hosting", "website_cms", "email_m365", "email_other",
    "gbp", "google_ads", "ga4",
)  # fmt: skip
"""What a small practice nearly always has."""
ALL = "all"
_FILLED_IN = 1_000
"""Rows in which a spreadsheet offers the choices."""
_WIDTH = 26


@dataclass(frozen=True, kw_only=True)
class _Column:
    title: str
    help: str
    is_needed: bool
    choices: Sequence[str] = ()


def template_kinds(catalogue: Catalogue, wanted: str) -> tuple[AssetKind, ...]:
    """Return the kinds a template is for: one, all, or the usual ones."""
    if wanted in catalogue.kinds:
        return (catalogue.kinds[wanted],)
    if wanted == ALL:
        return tuple(catalogue.kinds.values())
    return tuple(catalogue.kinds[each] for each in USUAL if each in catalogue.kinds)


def write_template(
    kinds: Sequence[AssetKind], parties: Sequence[str], *, locale: Locale, now: datetime
) -> bytes:
    """Write the workbook: an empty sheet of assets, the choices, and what each column means.

    For one kind it asks for everything; for several, for what each cannot do without.
    """
    columns = _columns(kinds, parties, locale)
    return _write(columns, sheet("assets", locale), locale=locale, now=now)


def _write(columns: Sequence[_Column], name: str, *, locale: Locale, now: datetime) -> bytes:
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": now.replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        page = book.add_worksheet(name)
        choices = book.add_worksheet(sheet("choices", locale))
        page.freeze_panes(1, 0)
        for place, each in enumerate(columns):
            page.write_string(0, place, f"{each.title} *" if each.is_needed else each.title, bold)
            page.set_column(place, place, _WIDTH)
            if each.choices:
                _offer(page, choices, place, each)
        explained = book.add_worksheet(sheet("explanations", locale))
        explained.set_column(0, 0, _WIDTH, wrapped)
        explained.set_column(1, 1, 4 * _WIDTH, wrapped)
        for number, each in enumerate(columns):
            explained.write_string(number, 0, each.title, bold)
            explained.write_string(number, 1, each.help, wrapped)
    return file.getvalue()


def write_list_template(which: str, *, locale: Locale, now: datetime) -> bytes:
    """Write the workbook of people, accesses or contracts: an empty sheet, and what it means."""
    asked = [
        _Column(
            title=word(each.id, locale),
            help=each.help[locale],
            is_needed=each.needed,
            choices=_second_factors(locale) if each.id == "second_factor" else (),
        )
        for each in list_columns(which)
    ]
    return _write(asked, sheet(which, locale), locale=locale, now=now)


def _second_factors(locale: Locale) -> Sequence[str]:
    return [label("second_factors", each.value, locale) for each in SecondFactor]


def _offer(
    page: xlsxwriter.worksheet.Worksheet,
    choices: xlsxwriter.worksheet.Worksheet,
    place: int,
    each: _Column,
) -> None:
    choices.set_column(place, place, _WIDTH)
    choices.write_string(0, place, each.title)
    for number, text in enumerate(each.choices, start=1):
        choices.write_string(number, place, text)
    letter = xlsxwriter.utility.xl_col_to_name(place, col_abs=True)
    name = choices.get_name().replace("'", "''")
    source = f"='{name}'!{letter}$2:{letter}${len(each.choices) + 1}"
    # What is not in the list is let through: an import says in words what it cannot take.
    page.data_validation(
        1, place, _FILLED_IN, place,
        {"validate": "list", "source": source, "error_type": "information", "show_error": False},
    )  # fmt: skip


def _columns(kinds: Sequence[AssetKind], parties: Sequence[str], locale: Locale) -> list[_Column]:
    named = [word("practice", locale), *parties]
    choices: dict[str, Sequence[str]] = {
        "kind": [kind.short.in_(locale) for kind in kinds],
        "importance": ["1", "2", "3", "4"],
        **dict.fromkeys(DECLARED_PARTIES, named),
    }
    own = [
        _Column(
            title=column(name, locale),
            help=column_help(name, locale),
            is_needed=name in {"kind", "name"},
            choices=choices.get(name, ()),
        )
        for name in COLUMNS
    ]
    return own + _attribute_columns(kinds, locale)


def _attribute_columns(kinds: Sequence[AssetKind], locale: Locale) -> list[_Column]:
    heads = attribute_heads(kinds, locale)
    found: dict[str, list[tuple[AssetKind, Attribute]]] = {}
    for kind in kinds:
        for attribute in kind.attributes:
            if len(kinds) == 1 or attribute.required:
                found.setdefault(heads[kind.id, attribute.id], []).append((kind, attribute))
    return [
        _Column(
            title=title,
            help=_explained(asked, locale, of_one=len(kinds) == 1),
            is_needed=len(kinds) == 1 and asked[0][1].required,
            choices=_offered(asked[0][1], locale),
        )
        for title, asked in found.items()
    ]


def _explained(
    asked: Sequence[tuple[AssetKind, Attribute]], locale: Locale, *, of_one: bool
) -> str:
    text = asked[0][1].help.in_(locale)
    if of_one:
        return text
    return f"{text} ({', '.join(kind.short.in_(locale) for kind, _ in asked)})"


def _offered(attribute: Attribute, locale: Locale) -> Sequence[str]:
    if attribute.type is AttributeType.YES_NO:
        return [word("yes", locale), word("no", locale)]
    return [option.label.in_(locale) for option in attribute.choices]
