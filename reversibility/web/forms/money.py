"""An amount that people type: 1 234,56, 1234.56, 150 €."""

from wtforms import StringField
from wtforms.widgets import TextInput

from reversibility.kernel.amounts import parse_euros
from reversibility.web.languages import current_language, gettext


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
        typed = "".join(valuelist).strip()
        self.data = None
        if not typed:
            return
        try:
            self.data = int(parse_euros(typed) * 100)
        except ValueError as error:
            raise ValueError(
                gettext("Écrivez un montant, par exemple 150 ou 1\u00a0250,50.")
            ) from error
