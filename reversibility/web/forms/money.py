"""An amount that people type: 1 234,56, 1234.56, 150 €."""

import re

from wtforms import StringField
from wtforms.widgets import TextInput

from reversibility.web.languages import current_language, gettext

_AMOUNT = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?")
_SPACES = re.compile("[ \u00a0\u202f€]")


class MoneyField(StringField):  # type: ignore[misc]  # WTForms is untyped
    """An amount in cents; what cannot be read gets a sentence that says how to write it."""

    widget = TextInput()
    data: int | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if not isinstance(self.data, int):
            return ""
        mark = "," if current_language() == "fr" else "."
        return f"{self.data // 100}{mark}{self.data % 100:02}"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; nothing typed is no amount."""
        typed = _SPACES.sub("", "".join(valuelist))
        match = _AMOUNT.fullmatch(typed)
        if typed and match is None:
            raise ValueError(gettext("Écrivez un montant, par exemple 150 ou 1\u00a0250,50."))
        self.data = int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0")) if match else None
