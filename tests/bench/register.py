"""The register page of a practice with 10,000 assets, beside a bare page of the same rows.

The bare page is what Flask, Jinja and SQLAlchemy need at the least: one query over the same rows,
joined with the names it shows, in one table of the same columns, without sign-in, roles, verdicts
or languages. Both answer in this process, in turns; the best turn of each counts.
"""

import json
import tempfile
from datetime import UTC, datetime

from flask import Flask, render_template
from flask.testing import FlaskClient
from jinja2 import DictLoader
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, aliased

from reversibility.app import create_app
from reversibility.catalogues.loader import load_catalogue
from reversibility.http.importing.practice import import_practice
from reversibility.http.services import build
from reversibility.kernel.actor import Role, operator
from reversibility.migrations.run import upgrade
from reversibility.register.models import Asset, Party
from reversibility.settings import Settings
from reversibility.web.listing import ROWS
from tests.bench.figures import seconds
from tests.demo.practice_file import practice_file
from tests.web.house import House, seat

ASSETS = 10_000
_ROUNDS = 15
_BARE = """<!doctype html><html lang="fr"><title>Registre</title><table>
{% for name, kind, holder, payer, at in rows %}<tr><td><a href="/registre/{{ at }}">{{ name }}</a>
<td>{{ kind }}<td>{{ holder or "" }}<td>{{ payer or "" }}</tr>{% endfor %}</table></html>"""


def pages() -> tuple[float, float]:
    """Return the server time of our page and of the bare one, in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        services = build(Settings(data_dir=folder))
        upgrade(services.engine)
        now = datetime.now(UTC)
        done = import_practice(services.engine, _file(now), load_catalogue(), now=now)
        house = House(actor=operator(done.practice_id), assets={}, contracts={})
        ours = seat(create_app(services), services.engine, house, Role.OWNER, now)
        bare = _bare(services.engine).test_client()
        best = _best(ours), _best(bare)
        services.close()
        services.engine.dispose()
    return best


def _file(now: datetime) -> bytes:
    """Write the demo's practice with ten thousand domain names, a third of them with an access."""
    document = json.loads(practice_file(now.date()))
    document["contracts"] = []
    document["assets"] = [
        {
            "id": f"nom-{number}",
            "kind": "domain_fr",
            "name": f"nom-{number}.example",
            "importance": number % 4 + 1,
            "provider": "studio-web",
            "holder": "cabinet",
            "payer": ("cabinet", "studio-web")[number % 2],
            "attributes": {"domain": f"nom-{number}.example", "expires_on": "2027-06-30"},
            "accesses": [{"person": "marc-vidal", "role": "account_holder"}][: number % 3 == 0],
        }
        for number in range(ASSETS)
    ]
    return json.dumps(document).encode()


def _bare(engine: Engine) -> Flask:
    app = Flask("bare")
    app.jinja_loader = DictLoader({"show.html": _BARE})  # compiled once, as ours are

    @app.get("/registre")
    def show() -> str:
        holder, payer = aliased(Party), aliased(Party)
        with Session(engine) as session:
            rows = session.execute(
                select(Asset.name, Asset.kind, holder.name, payer.name, Asset.id)
                .outerjoin(holder, holder.id == Asset.holder_id)
                .outerjoin(payer, payer.id == Asset.payer_id)
                .where(Asset.retired_at.is_(None))
                .order_by(Asset.importance.desc(), Asset.created_at, Asset.id)
                .limit(ROWS)
            ).all()
        return render_template("show.html", rows=rows)

    return app


def _best(client: FlaskClient) -> float:
    def ask() -> None:
        answer = client.get("/registre")
        assert answer.status_code == 200
        assert answer.get_data().count(b"/registre/") >= ROWS

    ask()
    return min(seconds(ask, 1) for _ in range(_ROUNDS)) * 1000
