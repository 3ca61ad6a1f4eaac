"""The form under a page that says what a step does, before it is done."""

from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput


class ConfirmForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Which version of a record the page was about."""

    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
