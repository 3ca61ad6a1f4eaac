"""A length of time that people type: 3 mois, 90 jours, 1 an, 2 trimestres, P3M."""

import re
from collections.abc import Mapping

from wtforms import StringField
from wtforms.widgets import TextInput

from reversibility.contracts.texts import period_text
from reversibility.kernel.period import Period
from reversibility.web.languages import current_language, gettext

_UNITS: Mapping[str, Period] = {
    "jour": Period(days=1),
    "day": Period(days=1),
    "semaine": Period(days=7),
    "week": Period(days=7),
    "mois": Period(months=1),
    "month": Period(months=1),
    "trimestre": Period(months=3),
    "quarter": Period(months=3),
    "semestre": Period(months=6),
    "half-year": Period(months=6),
    "an": Period(months=12),
    "annee": Period(months=12),
    "année": Period(months=12),
    "year": Period(months=12),
}
_PART = re.compile(r"(\d{1,5}|une?|one)\s*([a-zé-]+?)s?")
_BETWEEN = re.compile(r"\s*(?:,|\bet\b|\band\b)\s*")
_ONE = frozenset({"un", "une", "one"})
_LONGEST_MONTHS, _LONGEST_DAYS = 1_200, 36_525


class PeriodField(StringField):  # type: ignore[misc]  # WTForms is untyped
    """A length of time; what cannot be read gets a sentence that says how to write it."""

    widget = TextInput()
    data: Period | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if isinstance(self.data, Period):
            return period_text(self.data, current_language()).replace("\u00a0", " ")
        return ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; nothing typed is no length."""
        typed = "".join(valuelist).strip()
        self.data = read_period(typed) if typed else None
        if typed and self.data is None:
            raise ValueError(
                gettext("Écrivez une durée, par exemple 3\u00a0mois, 90\u00a0jours ou 1\u00a0an.")
            )


def read_period(text: str) -> Period | None:
    """Read a length of time as people write it, or as ISO 8601 does; None when it is none."""
    try:
        return Period.parse(text)
    except ValueError:
        pass
    total = Period()
    for part in _BETWEEN.split(text.casefold().replace("\u00a0", " ").replace("\u202f", " ")):
        match = _PART.fullmatch(part.strip())
        unit = (_UNITS.get(match[2]) or _UNITS.get(f"{match[2]}s")) if match else None
        if match is None or unit is None:
            return None
        total += unit * (1 if match[1] in _ONE else int(match[1]))
    is_long = total.months > _LONGEST_MONTHS or total.days > _LONGEST_DAYS
    return None if is_long else total
