"""The forms of an import: the file, and what to do with what is not plain."""

from collections.abc import Collection

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField
from wtforms.validators import ValidationError

from reversibility.http.tables.errors import TableUnreadableError
from reversibility.http.tables.grid import MOST_ROWS, Grid
from reversibility.http.tables.plan import Choices
from reversibility.http.tables.reading import LARGEST_MB, read_table
from reversibility.web.forms.refusing import sentence_of
from reversibility.web.languages import gettext, lazy_gettext


class TableForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A table to look at."""

    grid: Grid

    file = FileField(
        lazy_gettext("Votre tableau"),
        description=lazy_gettext(
            "XLSX ou CSV, %(most)s\u00a0Mo et %(rows)s lignes au plus. Rien n’est enregistré avant"
            " votre accord.",
            most=LARGEST_MB,
            rows=f"{MOST_ROWS:_}".replace("_", "\u00a0"),
        ),
        render_kw={"accept": ".xlsx,.csv,.txt,.tsv,text/csv"},
    )

    def validate_file(self, field: FileField) -> None:
        """Read the table, or say why it cannot be read."""
        if not field.data:
            raise ValidationError(gettext("Choisissez un fichier."))
        try:
            self.grid = read_table(field.data.read())
        except TableUnreadableError as error:
            raise ValidationError(table_fault(error)) from error


class ChoicesForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What to do with columns, parties, assets and rows that are not plain."""

    ignores_columns = BooleanField(lazy_gettext("Ne pas importer ces colonnes"))
    creates_parties = BooleanField(
        lazy_gettext("Créer ces intervenants, comme prestataires"),
        description=lazy_gettext("Vous pourrez compléter leur fiche ensuite."),
    )
    changes_known = BooleanField(
        lazy_gettext("Modifier les éléments déjà au registre avec ce que dit le tableau"),
        description=lazy_gettext(
            "Une cellule vide ne change rien. Sans cette case, ils restent comme ils sont."
        ),
    )
    leaves_wrong = BooleanField(
        lazy_gettext("Importer sans les lignes à corriger"),
        description=lazy_gettext("Elles ne seront enregistrées nulle part\u00a0: gardez-les."),
    )

    @classmethod
    def of(cls, choices: Choices) -> "ChoicesForm":
        """Make the form with what was decided already."""
        return cls(data=vars(choices))

    def keep(self, names: Collection[str]) -> None:
        """Ask only what there is to decide."""
        for name in Choices.__dataclass_fields__:
            if name not in names:
                del self[name]

    @property
    def decided(self) -> dict[str, bool]:
        """What was ticked."""
        return {name: bool(self[name].data) for name in Choices.__dataclass_fields__}


def table_fault(error: TableUnreadableError) -> str:
    """Say why a table cannot be read."""
    return sentence_of(error.fields["file"])
