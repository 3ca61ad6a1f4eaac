"""Plans that make themselves: once per step, whatever crashes, and told to whoever may act."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Engine, func, select, update

from reversibility.accounts import service as accounts
from reversibility.contracts.models import Contract
from reversibility.exits.ahead.models import DateKind, Outcome, PlanAhead
from reversibility.exits.ahead.queries import AheadLine, list_ahead
from reversibility.exits.ahead.service import set_days
from reversibility.exits.models import Exit, ExitDocument
from reversibility.http.services import Services, build
from reversibility.jobs import queue
from reversibility.jobs.models import Run, Unit, UnitState
from reversibility.kernel.actor import Role
from reversibility.register.models import Asset
from reversibility.retention.holds import find_held
from reversibility.store.session import transaction
from reversibility.worker.ahead import begin_ahead
from reversibility.worker.announcing import announce
from reversibility.worker.handlers import handlers
from reversibility.worker.loop import Workplace, do_unit, look_after, working
from tests.web.house import House, furnish
from tests.worker.mailbox import Mailbox, settings_with
from tests.worker.plan_worker import POINTS

CONTRACT = "exemple-ads-2025"
OWNER = "c.martin@cabinet-exemple.example"
DAY = timedelta(days=1)


@pytest.fixture
def home(engine: Engine, now: datetime) -> House:
    """Return the practice of the demo; one contract makes plans, and ends in 90 days."""
    home = furnish(engine, now)
    with transaction(engine, home.actor.practice_id) as session:
        session.execute(update(Contract).values(plan_ahead_days=0))
        row = session.get_one(Contract, home.contracts[CONTRACT])
        row.plan_ahead_days, row.ends_on, row.notice = 120, now.date() + 90 * DAY, None
        owner = accounts.MemberDraft(email=OWNER, name="Dr Claire Martin", role=Role.OWNER)
        accounts.add_member(session, home.actor, owner, now=now)
    return home


@pytest.fixture
def queue_url(engine: Engine, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    if engine.dialect.name == "sqlite":
        return str(tmp_path / "queue.db")
    return str(request.getfixturevalue("postgres").empty_database())


@pytest.fixture
def box() -> Mailbox:
    return Mailbox()


@pytest.fixture
def services(engine: Engine, queue_url: str, tmp_path: Path, box: Mailbox) -> Iterator[Services]:
    made = queue.make(queue_url)
    with settings_with(box, str(tmp_path / "data")) as settings:
        built = build(settings)
        yield replace(built, engine=engine, queue=made)
        built.close()
    made.close()


def place(services: Services, now: datetime) -> Workplace:
    def begin(moment: datetime) -> int:
        return begin_ahead(services.engine, services.queue, moment)

    return Workplace(
        engine=services.engine,
        queue=services.queue,
        handlers=handlers(services),
        rounds=(begin,),
        threads=2,
        clock=lambda: now,
    )


def turn(services: Services, home: House, now: datetime) -> None:
    """Let a worker look after things at a moment, and do what waits."""
    here = place(services, now)
    look_after(here, "machine:1", sweeps=True)
    with transaction(services.engine, None, read_only=True) as session:
        waiting = list(session.scalars(select(Unit.id).where(Unit.finished_at.is_(None))))
    for unit_id in waiting:
        do_unit(here, home.actor.practice_id, unit_id)


def lines(services: Services, home: House) -> tuple[AheadLine, ...]:
    with transaction(services.engine, home.actor.practice_id, read_only=True) as session:
        return list_ahead(session, home.actor, home.contracts[CONTRACT])


def editions(services: Services, home: House) -> list[tuple[int, str]]:
    """Return what is kept for the contract: number and name of each file."""
    with transaction(services.engine, home.actor.practice_id, read_only=True) as session:
        rows = session.execute(
            select(ExitDocument.number, ExitDocument.filename)
            .join(Exit, Exit.id == ExitDocument.exit_id)
            .where(Exit.contract_id == home.contracts[CONTRACT])
            .order_by(ExitDocument.number, ExitDocument.filename)
        )
        return [tuple(row) for row in rows]


def edition(number: int) -> list[tuple[int, str]]:
    files = ("exit-plan-en.pdf", "exit-plan-fr.pdf", "handover-pack.zip")
    return [(number, name) for name in files]


def test_an_end_90_days_away_makes_its_plan_without_anyone_asking(
    services: Services, home: House, now: datetime
) -> None:
    done = Event()
    here = place(services, now)

    def tell(claim):
        keep = handlers(services)[claim.kind](claim)
        done.set()
        return keep

    with working(Workplace(**{**vars(here), "handlers": dict.fromkeys(here.handlers, tell)})):
        assert done.wait(60)
    (line,) = lines(services, home)
    assert (line.date_kind, line.days_before, line.outcome) == (DateKind.END, 90, Outcome.MADE)
    assert editions(services, home) == edition(1)


@pytest.mark.parametrize(("days", "begun"), [(89, 0), (90, 1), (0, 0)])
def test_a_plan_is_begun_as_many_days_before_as_the_contract_says(
    services: Services, home: House, now: datetime, days: int, begun: int
) -> None:
    with transaction(services.engine, home.actor.practice_id) as session:
        set_days(session, home.actor, home.contracts[CONTRACT], days, now=now)
    assert begin_ahead(services.engine, services.queue, now) == begun
    assert begin_ahead(services.engine, services.queue, now + timedelta(hours=2)) == 0


def test_a_prepared_plan_does_not_say_that_anybody_leaves(
    services: Services, home: House, now: datetime
) -> None:
    begin_ahead(services.engine, services.queue, now)
    contract_id = home.contracts[CONTRACT]
    with transaction(services.engine, home.actor.practice_id, read_only=True) as session:
        case = session.scalars(select(Exit).where(Exit.contract_id == contract_id)).one()
        assert case.is_prepared
        assert case.id not in find_held(session, home.actor).exits


def test_it_is_made_again_only_if_the_register_changed_and_the_earlier_edition_stays(
    services: Services, home: House, now: datetime
) -> None:
    turn(services, home, now - 30 * DAY)
    turn(services, home, now)
    assert [line.outcome for line in lines(services, home)] == [Outcome.UNCHANGED, Outcome.MADE]
    assert editions(services, home) == edition(1)
    with transaction(services.engine, home.actor.practice_id) as session:
        session.scalars(select(Asset).limit(1)).one().name = "Autre nom"
    turn(services, home, now + 60 * DAY)
    outcomes = [line.outcome for line in lines(services, home)]
    assert outcomes == [Outcome.MADE, Outcome.UNCHANGED, Outcome.MADE]
    assert editions(services, home) == edition(1) + edition(2)


@pytest.mark.parametrize("point", POINTS)
def test_wherever_a_worker_is_killed_there_is_one_plan_and_one_announcement(
    services: Services, home: House, queue_url: str, now: datetime, box: Mailbox, point: str
) -> None:
    process = child(services.engine, queue_url, now, point)
    try:
        assert process.stdout is not None
        assert point in map(str.strip, process.stdout)
    finally:
        process.kill()
        process.communicate(timeout=10)
    assert editions(services, home) == (edition(1) if point == "kept" else [])
    assert box.mails == []
    later = datetime.now(tz=UTC) + timedelta(minutes=3)
    for hours in (0, 2, 4):
        turn(services, home, later + timedelta(hours=hours))
        announce(services, later + timedelta(hours=hours))
    assert editions(services, home) == edition(1)
    assert [line.outcome for line in lines(services, home)] == [Outcome.MADE]
    assert [mail["To"] for mail in box.mails] == [OWNER]


def test_what_failed_is_tried_again_the_next_day(
    services: Services, home: House, now: datetime
) -> None:
    begin_ahead(services.engine, services.queue, now)
    with transaction(services.engine, home.actor.practice_id) as session:
        session.execute(
            update(Unit).values(finished_at=now, lease_until=None, state=UnitState.FAILED)
        )
        session.execute(update(Run).values(finished_at=now))
    assert begin_ahead(services.engine, services.queue, now + timedelta(hours=2)) == 0
    assert begin_ahead(services.engine, services.queue, now + timedelta(hours=25)) == 1


def test_each_practice_has_its_plan_and_one_round_is_bounded(
    services: Services, home: House, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = furnish(services.engine, now, siren="222222226")
    monkeypatch.setattr("reversibility.worker.ahead.PRACTICES_PER_ROUND", 1)
    counts = [begin_ahead(services.engine, services.queue, now) for _ in range(3)]
    assert sorted(counts) == [0, 1, 1]
    for each in (home, other):
        with transaction(services.engine, each.actor.practice_id, read_only=True) as session:
            assert session.scalar(select(func.count()).select_from(PlanAhead)) == 1


def child(engine: Engine, queue_url: str, now: datetime, point: str) -> subprocess.Popen[str]:
    """Start a worker of its own, which makes the plan, and says so when it stands still."""
    url = engine.url.render_as_string(hide_password=False)
    return subprocess.Popen(
        [
            sys.executable,
            "-u",
            "-m",
            "tests.worker.plan_worker",
            url,
            queue_url,
            now.isoformat(),
            point,
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
