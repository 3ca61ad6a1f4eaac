"""A practice in the database, opened as the product opens one."""

from datetime import datetime

from sqlalchemy import Engine

from reversibility.accounts import service as accounts
from reversibility.accounts.models import Practice
from reversibility.kernel.actor import Actor
from reversibility.register import service as register
from reversibility.register.models import Party, PartyKind
from reversibility.store.session import transaction


def open_practice(engine: Engine, actor: Actor, now: datetime, **overrides: str) -> Practice:
    """Open the practice whose id the actor carries."""
    draft = accounts.PracticeDraft(
        **{"legal_name": "SELARL Cabinet médical Exemple", "siren": "123456782", **overrides}
    )
    with transaction(engine, actor.practice_id) as session:
        return accounts.open_practice(session, actor, draft, now=now)


def add_provider(engine: Engine, actor: Actor, now: datetime, name: str) -> Party:
    """Add a provider to the actor's practice."""
    slug = name.lower().replace(" ", "-")
    draft = register.PartyDraft(slug=slug, kind=PartyKind.PROVIDER, name=name)
    with transaction(engine, actor.practice_id) as session:
        return register.add_party(session, actor, draft, now=now)
