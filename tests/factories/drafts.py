"""A look at a name that has ended: made from a page by the real rules, kept as a worker does."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import Engine, select

from probes.discovery.model import Proposal
from probes.discovery.pasted import discover_pasted
from probes.discovery.report import for_programs
from probes.interface import message
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
_CREDIT = "<footer>Site réalisé par <a href='/'>Studio Exemple Web</a></footer></html>"
WEAK_PAGE = PAGE.replace(b"</html>", _CREDIT.encode())
WEAK_ZONE = f'{ZONE}_dmarc 3600 IN TXT "v=DMARC1; rua=mailto:r@studio-exemple-web.fr.example"\n'
"""What names somebody and proves nothing: the foot of a page, and who gets reports on e-mail."""


def finished_look(
    engine: Engine,
    actor: Actor,
    name: str = NAME,
    *,
    is_weak: bool = False,
    holder: str = "",
    expires_on: date | None = None,
) -> UUID:
    """Look at a name as its page and zone show it, and end the run.

    `is_weak` adds traces that prove nothing; `holder` and `expires_on` are what a registry, which
    pasted texts do not have, would publish of the name.
    """
    now = clock.now()
    options = replace(Settings().probe_options(), extra_suffixes=("fr.example",))
    zone, page = (WEAK_ZONE, WEAK_PAGE) if is_weak else (ZONE, PAGE)
    draft = discover_pasted(name, options, zone=zone, page=page, now=now)
    told = [_published(each, holder, expires_on) for each in draft.proposals]
    draft = replace(draft, proposals=tuple(told))
    with transaction(engine, actor.practice_id) as session:
        run = request_discovery(session, actor, name, options, now=now)
    with transaction(engine, None) as session:
        unit_id = session.scalars(select(Unit.id).where(Unit.run_id == run.id)).one()
        claim = jobs.claim(session, unit_id, now)
        assert claim is not None
        kept = {locale: for_programs(draft, locale) for locale in LOCALES}
        jobs.finish(session, claim, kept, now)
    return run.id


def _published(proposal: Proposal, holder: str, expires_on: date | None) -> Proposal:
    if not (holder and proposal.kind.startswith("domain_")):
        return proposal
    held_by = message("DIS03_HELD_PUBLISHED", name=holder)
    return replace(proposal, held_by=held_by, expires_on=expires_on)
