"""What people are told before their data is kept: who, what for, how long, and their rights."""

from dataclasses import dataclass

from flask import Blueprint, Flask, render_template

from reversibility.http.services import Services
from reversibility.retention.papers import months_text
from reversibility.retention.periods import rules
from reversibility.web.languages import current_language

pages = Blueprint("notices", __name__)

PATH = "/informations"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What the operator says of itself; empty texts were not set."""

    operator: str
    address: str
    contact: str
    hosts_health_data: bool


def init_notices(app: Flask, services: Services) -> None:
    """Give every template what the operator says of itself."""
    settings = services.settings
    notice = Notice(
        operator=settings.operator_name,
        address=settings.operator_address,
        contact=settings.operator_contact,
        hosts_health_data=settings.health_data == "hosted",
    )
    app.context_processor(lambda: {"notice": notice})


@pages.get(PATH)
def show() -> str:
    """Tell people about their data; open to all, so that it can be read before signing in."""
    language = current_language()
    periods = {rule.id: months_text(rule.months, language) for rule in rules().values()}
    return render_template("notices/show.html", periods=periods)
