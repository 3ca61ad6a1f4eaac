"""`reversibility user`: who may sign in."""

import click

from reversibility.accounts.own_account import remove_second_factor
from reversibility.accounts.presence import AccountEvent
from reversibility.accounts.queries import list_memberships
from reversibility.accounts.service import LINK_LIFE, MemberDraft, add_member
from reversibility.cli.console import Console, pass_console, practice_option
from reversibility.journal import service as journal
from reversibility.kernel import clock
from reversibility.kernel.actor import Role, operator
from reversibility.kernel.dates import instant
from reversibility.store.session import transaction


@click.group()
def user() -> None:
    """Let people in."""


@user.command("add")
@click.option("--email", required=True, help="Address to sign in with.")
@click.option("--name", default="", help="How the journal names this person.")
@click.option(
    "--role",
    type=click.Choice([Role.OWNER.value, Role.MANAGER.value, Role.CONTRIBUTOR.value]),
    default=Role.MANAGER.value,
    show_default=True,
    help="What they may do.",
)
@practice_option
@pass_console
def add(console: Console, practice: str | None, *, email: str, name: str, role: str) -> None:
    """Let somebody in, and print a one-time link with which they choose a password.

    Example: reversibility user add --email claire@cabinet.example --name "Dr Claire Martin"
    """
    actor, _ = console.actor(practice)
    now = clock.now()
    draft = MemberDraft(email=email, name=name, role=Role(role))
    with transaction(console.services.engine, actor.practice_id) as session:
        token = add_member(session, actor, draft, now=now)
    public = console.settings.public_url
    if token is None:
        console.say("has_password", name=name or email, link=public)
        return
    until = instant(now + LINK_LIFE, console.locale, console.settings.time_zone)
    console.say("link", name=name or email, until=until, link=f"{public}/lien/{token}")


@user.command("remove-second-factor")
@click.option("--email", required=True, help="Address they sign in with.")
@pass_console
def remove_factor(console: Console, *, email: str) -> None:
    """Let somebody who lost phone and recovery codes in by password alone, until they set it up.

    Be sure who asks. Their sessions end, and the journal of each of their practices says so.

    Example: reversibility user remove-second-factor --email claire@cabinet.example
    """
    now, engine = clock.now(), console.services.engine
    with transaction(engine, None) as session:
        person = remove_second_factor(session, email, now=now)
        practices = list_memberships(session, person.id, now=now)
    for practice in practices:
        with transaction(engine, practice.id) as session:
            journal.record(
                session,
                operator(practice.id),
                AccountEvent.SECOND_FACTOR_REMOVED,
                journal.Subject(type="user", id=person.id),
                now=now,
                content={"email": person.email},
            )
    console.say("second_factor_removed", name=person.name)
