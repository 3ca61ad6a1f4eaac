"""What a name shows enters the register with a yes, once; what is set aside is remembered."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from reversibility.catalogues.loader import load_catalogue
from reversibility.evidence.discovering import get_draft
from reversibility.first_steps.models import Step
from reversibility.first_steps.queries import get_progress
from reversibility.first_steps.service import Advance, advance
from reversibility.first_steps.taking_up import Choice, Look, take_up
from reversibility.kernel.actor import Actor
from reversibility.register.queries import list_assets
from reversibility.store.session import transaction
from tests.factories.drafts import finished_look
from tests.factories.practices import open_practice


@pytest.fixture
def look(engine: Engine, actor: Actor, now: datetime) -> Look:
    """Return a look at a name that has ended."""
    open_practice(engine, actor, now)
    run_id = finished_look(engine, actor)
    return Look(run_id=run_id, locale="fr", catalogue=load_catalogue())


def test_what_is_kept_is_entered_once_however_often_it_is_sent(
    engine: Engine, actor: Actor, now: datetime, look: Look
) -> None:
    with transaction(engine, actor.practice_id, read_only=True) as session:
        lines = get_draft(session, actor, look.run_id, "fr", now=now).proposals
    choices = {line.number: Choice.KEEP for line in lines}
    for _ in range(2):
        with transaction(engine, actor.practice_id) as session:
            taken = take_up(session, actor, look, choices, now=now)
    assert taken.assets == ()
    with transaction(engine, actor.practice_id, read_only=True) as session:
        kinds = [asset.kind for asset in list_assets(session, actor)]
    assert sorted(kinds) == sorted({line.kind for line in lines})
    assert {"gtm", "email_other", "domain_gtld"} & set(kinds)


def test_the_same_name_looked_at_again_finds_what_was_kept_and_what_was_set_aside(
    engine: Engine, actor: Actor, now: datetime, look: Look
) -> None:
    with transaction(engine, actor.practice_id) as session:
        lines = get_draft(session, actor, look.run_id, "fr", now=now).proposals
        tag = next(line for line in lines if line.kind == "gtm")
        choices = {line.number: Choice.KEEP for line in lines} | {tag.number: Choice.SET_ASIDE}
        first = take_up(session, actor, look, choices, now=now)
    again = Look(run_id=finished_look(engine, actor), locale="fr", catalogue=look.catalogue)
    with transaction(engine, actor.practice_id) as session:
        kept = {line.number: Choice.KEEP for line in lines if line is not tag}
        assert take_up(session, actor, again, kept, now=now).assets == ()
        progress = get_progress(session, actor)
        assert len(list_assets(session, actor)) == len(first.assets)
    assert progress.set_aside == {"gtm|Google Tag Manager|GTM-EXMPL7K"}


def test_steps_that_were_gone_on_from_stay_done(
    engine: Engine, actor: Actor, now: datetime
) -> None:
    open_practice(engine, actor, now)
    for step in (Step.PRACTICE, Step.DOMAIN, Step.PRACTICE):
        with transaction(engine, actor.practice_id) as session:
            advance(session, actor, Advance(done=step), now=now)
    with transaction(engine, actor.practice_id, read_only=True) as session:
        progress = get_progress(session, actor)
    assert progress.done == {Step.PRACTICE, Step.DOMAIN}
