"""The tasks of an exit, as rows: generated, given, closed by what is seen, and kept."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, select

from probes.interface import Verdict, VerdictField, VerdictState
from reversibility.catalogues.loader import load_catalogue
from reversibility.catalogues.models import Catalogue
from reversibility.catalogues.situations import Situation
from reversibility.exits.errors import (
    TargetTooEarlyError,
    TaskChangedError,
    TaskInvalidError,
    TaskMissingError,
    TaskNotCheckableError,
)
from reversibility.exits.queries import find_exit, get_exit
from reversibility.exits.requests.models import HandoverRequest
from reversibility.exits.service import ExitDraft, open_exit
from reversibility.exits.tasks.models import ClosedBy, TaskState
from reversibility.exits.tasks.planning import compare_tasks
from reversibility.exits.tasks.queries import TaskLine, critical_path_of, get_task, tasks_of
from reversibility.exits.tasks.service import (
    Assignment,
    Closing,
    OwnTask,
    add_task,
    assign_task,
    close_task,
    generate_tasks,
    reopen_task,
    set_task_aside,
    watch_task,
)
from reversibility.exits.tasks.settling import Settled, settle_tasks
from reversibility.kernel.actor import Permission as May
from reversibility.kernel.actor import PracticeId, operator, worker
from reversibility.kernel.ids import new_id
from reversibility.recovery.errors import TaskCycleError
from reversibility.register.archiving import Edit
from reversibility.register.models import Asset, Dependency
from reversibility.store.session import transaction
from tests.factories.papers import file_paper
from tests.web.house import House, certify, examine, furnish, theirs

STUDIO = "studio-web-2023"


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    return load_catalogue()


@pytest.fixture
def house(engine: Engine, now: datetime) -> House:
    return furnish(engine, now)


@pytest.fixture
def exit_id(engine: Engine, house: House, shipped: Catalogue, now: datetime) -> UUID:
    """Return the exit of the demo's contract, with its tasks."""
    with transaction(engine, house.actor.practice_id) as session:
        case = find_exit(session, house.actor, house.contracts[STUDIO])
        assert case is not None
        open_exit(session, house.actor, draft(house, now, Situation.COOPERATIVE), now=now)
        generate_tasks(session, house.actor, case.id, shipped, now=now)
    return case.id


def draft(house: House, now: datetime, situation: Situation, **more: object) -> ExitDraft:
    values: dict[str, object] = {"contract_id": house.contracts[STUDIO], "situation": situation}
    return ExitDraft(begins_on=now.date(), **values, **more)  # type: ignore[arg-type]


def lines(engine: Engine, house: House, exit_id: UUID) -> dict[str, TaskLine]:
    """Return the tasks by asset and step."""
    names = {asset_id: slug for slug, asset_id in house.assets.items()}
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        found = tasks_of(session, house.actor, exit_id)
    return {
        f"{names[line.asset_id]}/{line.key.split('/')[1]}" if line.asset_id else line.key: line
        for line in found
    }


def edit(line: TaskLine) -> Edit:
    return Edit(id=line.id, version=line.version)


def test_the_tasks_of_every_asset_of_the_contract_stand_in_the_order_of_recovery(
    engine: Engine, house: House, exit_id: UUID
) -> None:
    found = lines(engine, house, exit_id)
    first = {}
    for name, line in found.items():
        first.setdefault(name.split("/")[0], line.position)
    assert first["domaine"] < first["zone-dns"] < first["site"]
    assert len({line.position for line in found.values()}) == len(found)
    assert {line.asset_id for line in found.values()} == {house.assets[slug] for slug in first}


def test_generating_twice_changes_nothing(
    engine: Engine, house: House, exit_id: UUID, shipped: Catalogue, now: datetime
) -> None:
    with transaction(engine, house.actor.practice_id) as session:
        compared = compare_tasks(session, house.actor, exit_id, shipped, today=now.date())
    assert compared.difference.is_nothing


def test_what_was_done_stays_when_the_situation_changes(
    engine: Engine, house: House, exit_id: UUID, shipped: Catalogue, now: datetime
) -> None:
    before = lines(engine, house, exit_id)
    done = before["domaine/order_transfer"]
    with transaction(engine, house.actor.practice_id) as session:
        closing = Closing(closed_on=now.date(), statement="Le code est arrivé.")
        close_task(session, house.actor, edit(done), closing, now=now)
        open_exit(session, house.actor, draft(house, now, Situation.CONTESTED), now=now)
        generate_tasks(session, house.actor, exit_id, shipped, now=now)
    after = {line.key: line for line in lines(engine, house, exit_id).values()}
    assert after[done.key].state is TaskState.DONE
    assert after[done.key].statement == "Le code est arrivé."
    gone = {line.key for line in before.values()} - after.keys()
    assert gone  # what nobody touched and nobody asks for any more has left
    with transaction(engine, house.actor.practice_id) as session:
        open_exit(session, house.actor, draft(house, now, Situation.COOPERATIVE), now=now)
        generate_tasks(session, house.actor, exit_id, shipped, now=now)
    back = {line.key: line for line in lines(engine, house, exit_id).values()}
    assert back.keys() == {line.key for line in before.values()}
    assert (back[done.key].state, back[done.key].is_gone) == (TaskState.DONE, False)


def test_a_check_closes_the_task_and_a_later_one_opens_it_again(
    engine: Engine, house: House, exit_id: UUID, now: datetime
) -> None:
    task = lines(engine, house, exit_id)["domaine/order_transfer"]
    with transaction(engine, house.actor.practice_id) as session:
        assert watch_task(session, house.actor, edit(task), now=now) == house.assets["domaine"]
    there = VerdictState.CONFIRMED
    still = replace(_registrar("Registrar Exemple SAS"), state=there)
    moved = replace(_registrar("Autre Registrar SAS"), state=there)
    back = replace(_registrar("Registrar Exemple SAS"), state=VerdictState.CONTRADICTED)
    # The register and the network agree, on what was there before.
    assert look(engine, house, still, now + timedelta(hours=1)) == Settled()
    assert look(engine, house, moved, now + timedelta(days=8)).closed == 1
    closed = lines(engine, house, exit_id)["domaine/order_transfer"]
    assert (closed.state, closed.closed_with) == (TaskState.DONE, ClosedBy.CHECK)
    assert closed.closed_on == (now + timedelta(days=8)).date()
    assert len(closed.piece_sha256) == 64
    assert closed.statement == "Autre Registrar SAS"

    assert look(engine, house, back, now + timedelta(days=9)).reopened == 1
    again = lines(engine, house, exit_id)["domaine/order_transfer"]
    assert (again.state, again.reason) == (TaskState.TODO, "Registrar Exemple SAS")
    assert look(engine, house, moved, now + timedelta(days=10)).closed == 1


def _registrar(observed: str) -> Verdict:
    return replace(theirs(), field=VerdictField.REGISTRAR, observed=observed, holder=None)


def look(engine: Engine, house: House, verdict: Verdict, at: datetime) -> Settled:
    """Record a look at the domain, and settle its tasks as a worker does."""
    examine(engine, house, "domaine", verdict, now=at)
    needed = {May.REGISTER_READ, May.EVIDENCE_READ, May.EVIDENCE_PROBE}
    actor = worker(PracticeId(house.actor.practice_id), needed)
    with transaction(engine, house.actor.practice_id) as session:
        return settle_tasks(session, actor, house.assets["domaine"], now=at)


@pytest.mark.usefixtures("exit_id")
def test_nothing_closes_by_a_check_that_nobody_asked_for(
    engine: Engine, house: House, now: datetime
) -> None:
    moved = replace(_registrar("Autre Registrar SAS"), state=VerdictState.CONFIRMED)
    assert look(engine, house, moved, now + timedelta(days=1)) == Settled()


def test_a_task_is_closed_with_a_filed_document_and_its_digest(
    engine: Engine, house: House, exit_id: UUID, now: datetime
) -> None:
    proof_id = certify(engine, house, "domaine", now=now)
    task = lines(engine, house, exit_id)["domaine/order_transfer"]
    with transaction(engine, house.actor.practice_id) as session:
        closing = Closing(closed_on=now.date(), proof_id=proof_id)
        close_task(session, house.actor, edit(task), closing, now=now)
    closed = lines(engine, house, exit_id)["domaine/order_transfer"]
    assert (closed.closed_with, closed.proof_id) == (ClosedBy.DOCUMENT, proof_id)
    assert len(closed.piece_sha256) == 64
    assert closed.closed_by == house.actor.label


def test_closing_needs_something_to_show_and_a_day_that_has_come(
    engine: Engine, house: House, exit_id: UUID, now: datetime
) -> None:
    task = lines(engine, house, exit_id)["domaine/order_transfer"]
    tomorrow = now.date() + timedelta(days=1)
    with (
        pytest.raises(TaskInvalidError) as refused,
        transaction(engine, house.actor.practice_id) as session,
    ):
        closing = Closing(closed_on=tomorrow)
        close_task(session, house.actor, edit(task), closing, now=now)
    assert refused.value.fields == {
        "statement": "statement_required",
        "closed_on": "day_to_come",
    }


def test_setting_aside_needs_a_reason_and_can_be_taken_back(
    engine: Engine, house: House, exit_id: UUID, now: datetime
) -> None:
    task = lines(engine, house, exit_id)["domaine/order_transfer"]
    with pytest.raises(TaskInvalidError), transaction(engine, house.actor.practice_id) as session:
        set_task_aside(session, house.actor, edit(task), "  ", now=now)
    with transaction(engine, house.actor.practice_id) as session:
        set_task_aside(session, house.actor, edit(task), "déjà au nom du cabinet", now=now)
    aside = lines(engine, house, exit_id)["domaine/order_transfer"]
    assert (aside.state, aside.reason) == (TaskState.SET_ASIDE, "déjà au nom du cabinet")
    with transaction(engine, house.actor.practice_id) as session:
        reopen_task(session, house.actor, edit(aside), now=now)
    assert lines(engine, house, exit_id)["domaine/order_transfer"].state is TaskState.TODO


def test_somebody_else_was_quicker(
    engine: Engine, house: House, exit_id: UUID, now: datetime
) -> None:
    task = lines(engine, house, exit_id)["domaine/order_transfer"]
    given = Assignment(owner_person_id=None, owner_party_id=None, due_on=None, has_begun=True)
    with transaction(engine, house.actor.practice_id) as session:
        assign_task(session, house.actor, edit(task), given, now=now)
    with pytest.raises(TaskChangedError), transaction(engine, house.actor.practice_id) as session:
        assign_task(session, house.actor, edit(task), given, now=now)


def test_what_no_source_tells_is_not_watched(
    engine: Engine, house: House, exit_id: UUID, now: datetime
) -> None:
    task = lines(engine, house, exit_id)["domaine/after.password"]
    with (
        pytest.raises(TaskNotCheckableError),
        transaction(engine, house.actor.practice_id) as session,
    ):
        watch_task(session, house.actor, edit(task), now=now)


def test_ones_own_task_takes_its_place_in_the_order_and_never_in_a_circle(
    engine: Engine, house: House, exit_id: UUID, now: datetime
) -> None:
    found = lines(engine, house, exit_id)
    first, last = found["domaine/copy_zone"], found["domaine/check_result"]
    with transaction(engine, house.actor.practice_id) as session:
        before = critical_path_of(session, house.actor, exit_id, today=now.date())
        own = OwnTask(title="Choisir le repreneur", days=90, needed_by=(last.key,))
        add_task(session, house.actor, exit_id, own, now=now)
        session.flush()
        after = critical_path_of(session, house.actor, exit_id, today=now.date())
    assert before is not None
    assert after is not None
    assert after.schedule.done_on > before.schedule.done_on
    assert after.path[0].said("fr") == "Choisir le repreneur"
    circle = OwnTask(title="En rond", needs=(last.key,), needed_by=(first.key,))
    with (
        pytest.raises(TaskCycleError) as refused,
        transaction(engine, house.actor.practice_id) as session,
    ):
        add_task(session, house.actor, exit_id, circle, now=now)
    assert "En rond" in refused.value.params["cycle"]


def test_assets_in_a_circle_are_named(
    engine: Engine, house: House, exit_id: UUID, shipped: Catalogue, now: datetime
) -> None:
    with transaction(engine, house.actor.practice_id) as session:
        pairs = {(row.asset_id, row.depends_on_id) for row in session.scalars(select(Dependency))}
        assets = {row.slug: row.id for row in session.scalars(select(Asset))}
        backwards = (assets["domaine"], assets["zone-dns"])
        assert (backwards[1], backwards[0]) in pairs
        session.add(
            Dependency(
                practice_id=house.actor.practice_id,
                asset_id=backwards[0],
                depends_on_id=backwards[1],
            )
        )
        session.flush()
        with pytest.raises(Exception, match=r"recovery\.cycle"):
            compare_tasks(session, house.actor, exit_id, shipped, today=now.date())


def test_a_target_before_the_first_day_is_refused(
    engine: Engine, house: House, now: datetime
) -> None:
    early = draft(house, now, Situation.COOPERATIVE, target_on=date(2020, 1, 1))
    with (
        pytest.raises(TargetTooEarlyError),
        transaction(engine, house.actor.practice_id) as session,
    ):
        open_exit(session, house.actor, early, now=now)


def test_the_neighbour_finds_no_task(
    engine: Engine, house: House, exit_id: UUID, now: datetime
) -> None:
    task = lines(engine, house, exit_id)["domaine/order_transfer"]
    neighbour = furnish(engine, now, siren="123456790")
    stranger = operator(neighbour.actor.practice_id)
    with transaction(engine, neighbour.actor.practice_id) as session:
        assert tasks_of(session, stranger, exit_id) == ()
        with pytest.raises(TaskMissingError):
            get_task(session, stranger, task.id)
        with pytest.raises(TaskMissingError):
            set_task_aside(session, stranger, edit(task), "non", now=now)
        with pytest.raises(TaskMissingError):
            add_task(session, stranger, exit_id, OwnTask(title="Non"), now=now)


def test_the_new_provider_is_called_as_the_register_has_it(
    engine: Engine, house: House, exit_id: UUID, now: datetime
) -> None:
    with transaction(engine, house.actor.practice_id) as session:
        asset = session.get_one(Asset, house.assets["messagerie"])
        party_id = asset.provider_id
        named = draft(
            house, now, Situation.COOPERATIVE, successor="", successor_id=party_id,
            target_on=now.date() + timedelta(days=60),
        )  # fmt: skip
        open_exit(session, house.actor, named, now=now)
        session.flush()
        case = get_exit(session, house.actor, exit_id)
    assert case.successor
    owners = {line.owner.name for line in lines(engine, house, exit_id).values()}
    assert "Studio Exemple Web" in owners


def test_a_receipt_that_both_sides_signed_lets_the_removal_begin_that_day(
    engine: Engine, house: House, exit_id: UUID, shipped: Catalogue, now: datetime
) -> None:
    contract_id = house.contracts[STUDIO]
    signed = file_paper(engine, house.actor, contract_id, now)
    released_at = now + timedelta(days=5)
    with transaction(engine, house.actor.practice_id) as session:
        session.add(
            HandoverRequest(
                id=new_id(now),
                practice_id=house.actor.practice_id,
                contract_id=contract_id,
                number=1,
                answer_by=now.date(),
                made_at=now,
                made_by="Nadia Lopez",
                released_at=released_at,
                signed_paper_id=signed.id,
            )
        )
        session.flush()
        generate_tasks(session, house.actor, exit_id, shipped, now=now)
    removals = [
        line for line in lines(engine, house, exit_id).values() if line.step == "remove_provider"
    ]
    assert {line.not_before for line in removals} == {released_at.date()}
