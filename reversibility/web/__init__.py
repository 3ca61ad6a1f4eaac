"""The pages: server-rendered, French and English, readable without script."""

from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined

from reversibility.http.headers import init_headers
from reversibility.http.seat import EXTENSION
from reversibility.http.services import Services
from reversibility.web import (
    account,
    accounts,
    ahead,
    assets,
    audit,
    bulk,
    changes,
    checks,
    components,
    contracts,
    control,
    data,
    deciding,
    declaring,
    discovering,
    downloads,
    editing,
    emergency,
    exporting,
    falling,
    findings,
    first_start,
    first_steps,
    guides,
    handover,
    home,
    identity,
    importing,
    joining,
    journal,
    leaving,
    letters,
    mandates,
    matrix,
    membership,
    money,
    notices,
    offline,
    parties,
    parties_editing,
    people,
    plans,
    practice_card,
    practices,
    proofs,
    provider,
    register,
)
from reversibility.web.agreements import basis as contract_basis
from reversibility.web.agreements import clauses as contract_clauses
from reversibility.web.agreements import papers as contract_papers
from reversibility.web.agreements import responsibilities as contract_duties
from reversibility.web.agreements import terms as contract_terms
from reversibility.web.break_up import (
    chronology,
    exhibits,
    first_hour,
    mails,
    situations,
)
from reversibility.web.break_up import notices as public_notices
from reversibility.web.errors import init_errors
from reversibility.web.filters import init_filters
from reversibility.web.languages import init_languages
from reversibility.web.outsiders import init_outsiders
from reversibility.web.security import init_security
from reversibility.web.shell import init_shell
from reversibility.web.signing.journey import init_journeys
from reversibility.web.telling import init_telling

_HERE = Path(__file__).parent
_LARGEST_POST = 1024 * 1024  # typed text; pages that take a file say so themselves
_BLUEPRINTS = (
    first_start.pages,
    joining.pages,
    practices.pages,
    membership.pages,
    accounts.pages,
    account.pages,
    provider.pages,
    identity.pages,
    ahead.pages,
    emergency.pages,
    handover.pages,
    home.pages,
    findings.pages,
    register.pages,
    bulk.pages,
    matrix.pages,
    falling.pages,
    assets.pages,
    contracts.pages,
    contract_papers.pages,
    contract_clauses.pages,
    contract_basis.pages,
    contract_duties.pages,
    contract_terms.pages,
    plans.pages,
    situations.pages,
    first_hour.pages,
    chronology.pages,
    mails.pages,
    leaving.pages,
    exhibits.pages,
    letters.pages,
    money.pages,
    deciding.pages,
    public_notices.pages,
    first_steps.pages,
    practice_card.pages,
    checks.pages,
    changes.pages,
    downloads.pages,
    declaring.pages,
    discovering.pages,
    editing.pages,
    exporting.pages,
    importing.pages,
    parties.pages,
    parties_editing.pages,
    people.pages,
    proofs.pages,
    control.pages,
    guides.pages,
    journal.pages,
    mandates.pages,
    audit.pages,
    data.pages,
    notices.pages,
    offline.pages,
)


def init_web(app: Flask, services: Services) -> None:
    """Put the pages on an app made with `static_folder=None`: look, languages, sign-in, errors."""
    app.extensions[EXTENSION] = services
    _init_files(app)
    app.config["MAX_CONTENT_LENGTH"] = _LARGEST_POST
    init_headers(app)
    init_languages(app)
    init_filters(app, services.settings.time_zone)
    first_start.init_first_start(app)
    init_security(app, services)
    init_journeys(app, services)
    init_telling(app)
    init_outsiders(app)
    practices.init_practices(app)
    init_shell(app)
    notices.init_notices(app, services)
    init_errors(app)
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint)
    if services.settings.shows_components or app.debug:
        app.register_blueprint(components.pages)


def _init_files(app: Flask) -> None:
    # Our folder comes first, so that our templates stand in for those of Flask-Security.
    app.template_folder = str(_HERE / "templates")
    app.static_folder = str(_HERE / "static")
    app.static_url_path = "/static"
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=app.send_static_file)
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
