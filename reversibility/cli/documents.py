"""`reversibility export`: the register, the exit plan and the handover pack."""

from pathlib import Path
from uuid import UUID

import click
from sqlalchemy.orm import Session

from reversibility.cli.console import CommandError, Console, pass_console, practice_option
from reversibility.contracts.queries import list_contracts
from reversibility.exits.gathering import gather
from reversibility.exits.producing import Produced, produce
from reversibility.exits.queries import find_exit
from reversibility.exits.service import keep_documents
from reversibility.http.exporting.document import practice_document
from reversibility.http.exporting.files import FORMATS, TABLES, register_file
from reversibility.kernel import clock
from reversibility.kernel.actor import Actor
from reversibility.kernel.digest import sha256
from reversibility.register.service import note_export
from reversibility.store.session import transaction


@click.group()
def export() -> None:
    """Write what leaves the house."""


@export.command("exit-plan")
@click.option(
    "--contract", required=True, metavar="ID", help="The contract, by its id in the practice file."
)
@click.option(
    "--folder", required=True, type=click.Path(path_type=Path), help="Where to write the files."
)
@practice_option
@pass_console
def exit_plan(console: Console, practice: str | None, *, contract: str, folder: Path) -> None:
    """Produce the exit plan of a contract: PDF in French and English, and the handover pack.

    The contract's exit must be open. The pack can be checked anywhere, without the service:
    python -m exports verify PACK

    Example: reversibility export exit-plan --contract studio-web-2023 --folder plan
    """
    produced = _produce(console, practice, contract)
    for draft in produced.drafts:
        path = folder / draft.filename
        console.write(path, draft.content)
        size = max(1, round(len(draft.content) / 1024))
        console.say("written", path=path, size=size, sha256=sha256(draft.content))


@export.command("register")
@click.option(
    "--file",
    "path",
    required=True,
    type=click.Path(path_type=Path),
    help="Where to write it; its ending says the format: .json, .xlsx or .csv.",
)
@click.option("--table", type=click.Choice(TABLES), default=TABLES[0], help="Of a CSV file.")
@practice_option
@pass_console
def register(console: Console, practice: str | None, *, path: Path, table: str) -> None:
    """Write the whole register, archived things too.

    JSON is complete and opens a new practice with `reversibility import`; XLSX has every table, CSV
    one of them. Filed documents are named and not carried.

    Example: reversibility export register --file register.json
    """
    kind = path.suffix.removeprefix(".").lower()
    if kind not in FORMATS:
        raise CommandError(console.text("which_format", path=path, formats=", ".join(FORMATS)))
    actor, _ = console.actor(practice)
    services, now = console.services, clock.now()
    with transaction(services.engine, actor.practice_id) as session:
        document = practice_document(session, actor)
        count = len(document.get("assets", []))
        note_export(session, actor, {"format": kind, "assets": count}, now=now)
    made = register_file(
        document, services.catalogue, kind, locale=console.locale, now=now, table=table
    )
    console.write(path, made.content)
    size = max(1, round(len(made.content) / 1024))
    digest = sha256(made.content)
    console.say("register_written", path=path, assets=count, size=size, sha256=digest)


def _produce(console: Console, practice: str | None, slug: str) -> Produced:
    actor, _ = console.actor(practice)
    services, now = console.services, clock.now()
    with transaction(services.engine, actor.practice_id, read_only=True) as session:
        exit_id = _exit_id(console, session, actor, slug)
        material = gather(session, actor, exit_id, services.policy, now=now)
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
