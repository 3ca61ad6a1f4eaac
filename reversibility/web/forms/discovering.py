"""The form of a name whose traces are looked for."""

from flask_wtf import FlaskForm

from reversibility.web.forms.text import Line
from reversibility.web.languages import lazy_gettext


class DomainForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """One domain name."""

    domain = Line(
        lazy_gettext("Votre nom de domaine"),
        limit=253,
        required=lazy_gettext("Écrivez un nom de domaine, par exemple cabinet.example."),
        description=lazy_gettext(
            "Ce qui suit l’arobase de vos adresses de courriel, ou l’adresse de votre site."
            " Seulement un nom de votre cabinet."
        ),
        render_kw={"autocomplete": "url", "autocapitalize": "none", "spellcheck": "false"},
    )
