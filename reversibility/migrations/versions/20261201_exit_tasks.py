"""The tasks of an exit, answers to its lists, its target and new provider; accesses with an end."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from reversibility.store.guards import scope_rows

revision = "20261201_exit_tasks"
down_revision = "20261130_saved_views"
branch_labels = None
depends_on = None

TASKS, ANSWERS = "exit_tasks", "exit_answers"
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables and add the columns; the cases that are there have no task yet."""
    op.create_table(TASKS, *_task_columns(), *_task_constraints())
    op.create_table(ANSWERS, *_answer_columns(), *_answer_constraints())
    for table in (TASKS, ANSWERS):
        op.create_index(f"ix_{table}_exit_id", table, ["exit_id"])
        op.create_index(f"ix_{table}_practice_id", table, ["practice_id"])
        scope_rows(op.get_bind(), table)
    with op.batch_alter_table("exits") as exits:
        exits.add_column(
            _maybe("successor_id", sa.Uuid(), "New provider, where the register has it.")
        )
        exits.add_column(
            _maybe("target_on", sa.Date(), "By when the practice wants everything back.")
        )
        exits.add_column(
            _maybe(
                "mission_ends_on",
                sa.Date(),
                "End of the mission, or day of the signed receipt; none = end of the contract.",
            )
        )
        exits.create_foreign_key(
            op.f("fk_exits_successor_id_parties"), "parties", ["successor_id"], ["id"]
        )
    op.add_column(
        "access_grants", _maybe("ends_on", sa.Date(), "Last day it is meant for; none = open.")
    )


def downgrade() -> None:
    """Take them away, tasks and answers included."""
    op.drop_column("access_grants", "ends_on")
    with op.batch_alter_table("exits") as exits:
        exits.drop_constraint(op.f("fk_exits_successor_id_parties"), type_="foreignkey")
        for name in ("mission_ends_on", "target_on", "successor_id"):
            exits.drop_column(name)
    for table in (ANSWERS, TASKS):
        op.drop_table(table)


def _task_columns() -> tuple[sa.Column[object], ...]:
    return (
        _is("id", sa.Uuid(), "UUIDv7."),
        _is("version", sa.Integer(), "Optimistic lock."),
        _is("exit_id", sa.Uuid(), "The case."),
        _is("key", sa.String(length=120), "Its name among those of the case."),
        _is(
            "origin", _one_of("taskorigin", "step", "control", "after", "own"), "Where it is from."
        ),
        _is("position", sa.Integer(), "Place in the order of recovery."),
        _is("title", _JSON, "Verb and object, fr and en."),
        _is("days", sa.Integer(), "How long it takes, calendar days."),
        _is("created_at", _INSTANT, "When, in UTC."),
        _maybe("asset_id", sa.Uuid(), "What it brings back, if one asset."),
        _is("step", sa.String(length=40), "Step or item of the catalogue; empty for an own task."),
        _is("needs", _JSON, "Keys of the tasks that come first."),
        _is(
            "who",
            _one_of("who", "practice", "provider", "successor", "lawyer", "platform"),
            "Whose part it is.",
        ),
        _maybe(
            "right",
            _one_of("right", "own_account", "written_consent", "platform_procedure"),
            "On what right it rests, if it signs in or copies.",
        ),
        _is("is_question", sa.Boolean(), "That right is not recorded: ask instead."),
        _is("probe", sa.String(length=20), "Verdict field that tells, where a check can."),
        _is("seen_before", sa.Text(), "What that field showed when the task was made."),
        _maybe("not_before", sa.Date(), "The day it is tied to: the end of the mission."),
        _maybe("owner_person_id", sa.Uuid(), "Who does it."),
        _maybe("owner_party_id", sa.Uuid(), "Which firm does it, if no person is named."),
        _maybe("due_on", sa.Date(), "Last day that was agreed; none = as computed."),
        _is(
            "state",
            _one_of("taskstate", "todo", "doing", "done", "set_aside"),
            "Where it stands.",
        ),
        _is("reason", sa.String(length=500), "Why it was set aside, or opened again."),
        _maybe("check_asked_at", _INSTANT, "Since when checks are looked at for it."),
        _maybe("closed_on", sa.Date(), "The day on which it was done or set aside."),
        _is("closed_by", sa.String(length=200), "By whom."),
        _maybe(
            "closed_with",
            _one_of("closedby", "check", "document", "statement"),
            "With what it was closed.",
        ),
        _is("statement", sa.Text(), "What that person states, or what the check showed."),
        _maybe("proof_id", sa.Uuid(), "The filed document it was closed with."),
        _is(
            "piece_sha256",
            sa.String(length=64),
            "Digest of the answer or document it was closed with.",
        ),
        _maybe("gone_at", _INSTANT, "No longer in the plan since; kept for what was done."),
        _is("practice_id", sa.Uuid(), "The practice this row belongs to."),
    )


def _task_constraints() -> tuple[sa.Constraint, ...]:
    return (
        _points(TASKS, "exit_id", "exits"),
        _points(TASKS, "asset_id", "assets"),
        _points(TASKS, "owner_person_id", "persons"),
        _points(TASKS, "owner_party_id", "parties"),
        _points(TASKS, "proof_id", "proofs"),
        _points(TASKS, "practice_id", "practices"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TASKS}")),
        sa.UniqueConstraint("exit_id", "key", name=op.f(f"uq_{TASKS}_exit_id_key")),
    )


def _answer_columns() -> tuple[sa.Column[object], ...]:
    return (
        _is("id", sa.Uuid(), "UUIDv7."),
        _is("exit_id", sa.Uuid(), "The case."),
        _is("list_id", _one_of("handinglist", "reuse", "onboarding"), "Which list."),
        _is("item", sa.String(length=40), "Item of that list."),
        _is("answer", sa.String(length=20), "Code of the answer."),
        _is("note", sa.Text(), "In that person's words."),
        _is("answered_at", _INSTANT, "When, in UTC."),
        _is("answered_by", sa.String(length=200), "By whom, as they were called that day."),
        _is("practice_id", sa.Uuid(), "The practice this row belongs to."),
    )


def _answer_constraints() -> tuple[sa.Constraint, ...]:
    return (
        _points(ANSWERS, "exit_id", "exits"),
        _points(ANSWERS, "practice_id", "practices"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{ANSWERS}")),
        sa.UniqueConstraint(
            "exit_id", "list_id", "item", name=op.f(f"uq_{ANSWERS}_exit_id_list_id_item")
        ),
    )


def _is(name: str, kind: sa.types.TypeEngine[Any], comment: str) -> sa.Column[object]:
    return sa.Column(name, kind, nullable=False, comment=comment)


def _maybe(name: str, kind: sa.types.TypeEngine[Any], comment: str) -> sa.Column[object]:
    return sa.Column(name, kind, nullable=True, comment=comment)


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}")
    )
