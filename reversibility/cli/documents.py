"""`reversibility export`: the exit plan and the handover pack."""

from pathlib import Path
from uuid import UUID

import click
from sqlalchemy.orm import Session

from reversibility.cli.console import CommandError, Console, pass_console, practice_option
from reversibility.contracts.queries import list_contracts
from reversibility.exits.gathering import gather
from reversibility.exits.producing import PACK, Produced, plan_name, produce
from reversibility.exits.queries import find_exit
from reversibility.exits.service import keep_documents
from reversibility.kernel import clock
from reversibility.kernel.actor import Actor
from reversibility.kernel.dates import Locale
from reversibility.kernel.digest import sha256
from reversibility.store.session import transaction

contract_option = click.option(
    "--contract", required=True, metavar="ID", help="The contract, by its id in the practice file."
)
output_option = click.option(
    "--output", required=True, type=click.Path(path_type=Path), help="File to write."
)


@click.group()
def export() -> None:
    """Write what leaves the house."""


@export.command("exit-plan")
@contract_option
@click.option("--language", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
@output_option
@practice_option
@pass_console
def exit_plan(
    console: Console, practice: str | None, *, contract: str, language: Locale, output: Path
) -> None:
    """Produce the exit plan of a contract whose exit is open, as a PDF.

    Example: reversibility export exit-plan --contract studio-web-2023 --output plan.pdf
    """
    _write(console, output, _produce(console, practice, contract).content(plan_name(language)))


@export.command("pack")
@contract_option
@output_option
@practice_option
@pass_console
def pack(console: Console, practice: str | None, *, contract: str, output: Path) -> None:
    """Produce the handover pack: both plans, the register, the raw answers, and their digests.

    Check it anywhere, without the service: python -m exports verify PACK
    """
    _write(console, output, _produce(console, practice, contract).content(PACK))


def _produce(console: Console, practice: str | None, slug: str) -> Produced:
    actor, _ = console.actor(practice)
    services, now = console.services, clock.now()
    with transaction(services.engine, actor.practice_id, read_only=True) as session:
        exit_id = _exit_id(console, session, actor, slug)
        material = gather(session, actor, exit_id, services.catalogue, now=now)
    produced = produce(material, made_by=actor.label, time_zone=services.settings.time_zone)
    with transaction(services.engine, actor.practice_id) as session:
        keep_documents(session, actor, produced.edition, produced.drafts, now=now)
    return produced


def _exit_id(console: Console, session: Session, actor: Actor, slug: str) -> UUID:
    contracts = list_contracts(session, actor, today=clock.now().date())
    found = next((contract for contract in contracts if contract.slug == slug), None)
    if found is None:
        names = ", ".join(contract.slug for contract in contracts)
        raise CommandError(console.text("no_contract", wanted=slug, names=names))
    case = find_exit(session, actor, found.id)
    if case is None:
        raise CommandError(console.text("no_exit"))
    return case.id


def _write(console: Console, output: Path, content: bytes) -> None:
    console.write(output, content)
    kilobytes = max(1, round(len(content) / 1024))
    console.say("written", path=output, size=kilobytes, sha256=sha256(content))
