"""A look at a name that has ended: made from a page by the real rules, kept as a worker does."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import Engine, select

from probes.discovery.pasted import discover_pasted
from probes.discovery.report import for_programs
from reversibility.evidence.discovering import LOCALES, request_discovery
from reversibility.jobs import service as jobs
from reversibility.jobs.models import Unit
from reversibility.kernel import clock
from reversibility.kernel.actor import Actor
from reversibility.settings import Settings
from reversibility.store.session import transaction

NAME = "cabinet.fr.example"
PAGE = (
    b"<html><script src='https://www.googletagmanager.com/gtm.js?id=GTM-EXMPL7K'></script>"
    b"<script src='https://www.googletagmanager.com/gtag/js?id=AW-123456789'></script>"
    b"<a href='https://www.doctolib.fr/medecin/lyon/exemple'>Rendez-vous</a></html>"
)
ZONE = (
    "$ORIGIN cabinet.fr.example.\n@ 3600 IN MX 10 mx1.mail.ovh.net.\n@ 3600 IN NS dns10.ovh.net.\n"
)


def finished_look(engine: Engine, actor: Actor, name: str = NAME) -> UUID:
    """Look at a name as its page and zone show it, and end the run."""
    now = clock.now()
    options = replace(Settings().probe_options(), extra_suffixes=("fr.example",))
    draft = discover_pasted(name, options, zone=ZONE, page=PAGE, now=now)
    with transaction(engine, actor.practice_id) as session:
        run = request_discovery(session, actor, name, options, now=now)
    with transaction(engine, None) as session:
        unit_id = session.scalars(select(Unit.id).where(Unit.run_id == run.id)).one()
        claim = jobs.claim(session, unit_id, now)
        assert claim is not None
        kept = {locale: for_programs(draft, locale) for locale in LOCALES}
        jobs.finish(session, claim, kept, now)
    return run.id
