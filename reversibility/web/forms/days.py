"""A day that people type."""

from datetime import date

from wtforms import DateField

from reversibility.kernel import clock
from reversibility.web.languages import gettext


class DayField(DateField):  # type: ignore[misc]  # WTForms is untyped
    """A day; what cannot be read gets a sentence that says how to write it."""

    data: date | None

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; nothing typed is no day."""
        if not "".join(valuelist).strip():
            self.data = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            day = clock.now().date().isoformat()
            raise ValueError(
                gettext("Écrivez une date, par exemple %(date)s.", date=day)
            ) from error
