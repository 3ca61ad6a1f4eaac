"""Exit plans that are made by themselves ahead of the dates of contracts."""

import sqlalchemy as sa
from alembic import op

from reversibility.store.guards import scope_rows

revision = "20261201_plans_ahead"
down_revision = "20261201_contract_terms"
branch_labels = None
depends_on = None

TABLE, TURNS = "plans_ahead", "plan_turns"


def upgrade() -> None:
    """Make both tables; say how long before its date a contract's plan is made."""
    with op.batch_alter_table("contracts") as batch:
        batch.add_column(
            sa.Column(
                "plan_ahead_days",
                sa.Integer(),
                nullable=False,
                server_default="120",
                comment=(
                    "Days before its next date at which an exit plan is made by itself; 0 = never."
                ),
            )
        )
        batch.add_column(
            sa.Column(
                "plan_ready_for",
                sa.Date(),
                nullable=True,
                comment="Its date for which a plan that made itself stands ready.",
            )
        )
    with op.batch_alter_table("exits") as batch:
        batch.add_column(
            sa.Column(
                "is_prepared",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
                comment="The service made it ahead of a date: nobody has said that they leave.",
            )
        )
    op.create_table(TABLE, *_columns(), *_constraints())
    op.create_index("ix_plans_ahead_practice_id", TABLE, ["practice_id"], unique=False)
    op.create_table(
        TURNS,
        sa.Column("practice_id", sa.Uuid(), nullable=False, comment="Whose."),
        _instant("looked_at", "When, in UTC; empty before the first look."),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_plan_turns_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint("practice_id", name=op.f("pk_plan_turns")),
    )
    op.create_index("ix_plan_turns_looked_at", TURNS, ["looked_at"], unique=False)
    scope_rows(op.get_bind(), TABLE)


def downgrade() -> None:
    """Remove them; what was produced stays."""
    op.drop_table(TURNS)
    op.drop_table(TABLE)
    with op.batch_alter_table("exits") as batch:
        batch.drop_column("is_prepared")
    with op.batch_alter_table("contracts") as batch:
        batch.drop_column("plan_ready_for")
        batch.drop_column("plan_ahead_days")


def _columns() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("contract_id", sa.Uuid(), nullable=False, comment="Whose date comes near."),
        _choice("date_kind", "datekind", ("notice", "end"), "Which date."),
        sa.Column("date_on", sa.Date(), nullable=False, comment="That date."),
        sa.Column(
            "days_before",
            sa.Integer(),
            nullable=False,
            comment="The step: days before that date.",
        ),
        sa.Column("exit_id", sa.Uuid(), nullable=False, comment="Where plans are kept."),
        sa.Column(
            "run_id", sa.Uuid(), nullable=False, comment="The work that makes it, last begun."
        ),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False, comment="When, in UTC."),
        _choice(
            "outcome",
            "outcome",
            ("made", "unchanged"),
            "What came of it; empty while under way.",
            nullable=True,
        ),
        _instant("ended_at", "When it came to its end, in UTC."),
        sa.Column(
            "number", sa.Integer(), nullable=True, comment="Edition of the plan that was made."
        ),
        sa.Column(
            "said_sha256",
            sa.String(length=64),
            nullable=False,
            comment="Digest of what the register said, times of checks aside.",
        ),
        _instant("mail_tried_at", "When a worker last set out to mail it, in UTC."),
        _instant("mailed_at", "When everybody concerned had their mail, in UTC."),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
    )


def _constraints() -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_plans_ahead_contract_id_contracts")
        ),
        sa.ForeignKeyConstraint(
            ["exit_id"], ["exits.id"], name=op.f("fk_plans_ahead_exit_id_exits")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_plans_ahead_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans_ahead")),
        sa.UniqueConstraint(
            "contract_id",
            "date_kind",
            "date_on",
            "days_before",
            name=op.f("uq_plans_ahead_contract_id_date_kind_date_on_days_before"),
        ),
    )


def _choice(
    name: str, constraint: str, values: tuple[str, ...], comment: str, *, nullable: bool = False
) -> sa.Column[object]:
    kind = sa.Enum(*values, name=constraint, native_enum=False, create_constraint=True, length=32)
    return sa.Column(name, kind, nullable=nullable, comment=comment)


def _instant(name: str, comment: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True, comment=comment)
