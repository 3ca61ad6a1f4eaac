"""How far the first steps are, what a contract says, and who changed an identity last."""

import sqlalchemy as sa
from alembic import op

from reversibility.store.guards import scope_rows
from reversibility.store.types import Json

revision = "20261130_first_steps"
down_revision = "20261130_portfolio"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table and its policy; nobody has changed the practices that are there."""
    comment = "Who changed it last, as they were called that day; empty = nobody."
    op.add_column(
        "practices",
        sa.Column(
            "changed_by", sa.String(length=200), nullable=False, server_default="", comment=comment
        ),
    )
    _say_more_of_contracts()
    op.create_table("clause_answers", *_answer_columns(), *_answer_constraints())
    op.create_index(
        "ix_clause_answers_practice_id", "clause_answers", ["practice_id"], unique=False
    )
    scope_rows(op.get_bind(), "clause_answers")
    op.create_table("first_steps", *_columns(), *_constraints())
    op.create_index("ix_first_steps_practice_id", "first_steps", ["practice_id"], unique=False)
    scope_rows(op.get_bind(), "first_steps")


def downgrade() -> None:
    """Take them away."""
    op.drop_table("first_steps")
    op.drop_table("clause_answers")
    for column in ("changed_by", "expects_text", "expects"):
        op.drop_column("contracts", column)
    op.drop_column("practices", "changed_by")


def _say_more_of_contracts() -> None:
    columns = (
        sa.Column(
            "expects",
            Json,
            nullable=False,
            server_default="[]",
            comment="What the practice thinks it buys: codes.",
        ),
        sa.Column(
            "expects_text",
            sa.Text(),
            nullable=False,
            server_default="",
            comment="What the practice thinks it buys, in its own words.",
        ),
        sa.Column(
            "changed_by",
            sa.String(length=200),
            nullable=False,
            server_default="",
            comment="Who changed it last, as they were called that day; empty = nobody.",
        ),
    )
    for column in columns:
        op.add_column("contracts", column)


def _answer_columns() -> tuple[sa.Column[object], ...]:
    replies = ("yes", "partly", "no", "silent", "not_applicable", "unknown")
    reply = sa.Enum(
        *replies, name="clausereply", native_enum=False, create_constraint=True, length=32
    )
    return (
        sa.Column("contract_id", sa.Uuid(), nullable=False, comment="The contract."),
        sa.Column(
            "clause", sa.String(length=20), nullable=False, comment="Catalogue id, such as C01."
        ),
        sa.Column("reply", reply, nullable=False, comment="What it says."),
        sa.Column(
            "place",
            sa.String(length=200),
            nullable=False,
            comment="Where it stands: page, article.",
        ),
        sa.Column("quote", sa.Text(), nullable=False, comment="The words of the contract."),
        sa.Column("answered_at", INSTANT, nullable=False, comment="When, in UTC."),
        sa.Column(
            "answered_by",
            sa.String(length=200),
            nullable=False,
            comment="Who answered, as they were called that day.",
        ),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
    )


def _answer_constraints() -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_clause_answers_contract_id_contracts")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_clause_answers_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint("contract_id", "clause", name=op.f("pk_clause_answers")),
    )


def _columns() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("version", sa.Integer(), nullable=False, comment="Optimistic lock."),
        sa.Column("created_at", INSTANT, nullable=False, comment="When, in UTC."),
        _json("done", "The steps that somebody went on from."),
        sa.Column(
            "has_no_domain",
            sa.Boolean(),
            nullable=False,
            comment="The practice said that it has no domain name.",
        ),
        sa.Column(
            "run_id",
            sa.Uuid(),
            nullable=True,
            comment="The last look at a name; the run may be gone.",
        ),
        _json("set_aside", "Traces said not to be the practice's own."),
        _json(
            "answers",
            "By asset: the answers that leave nothing in the register, such as unknown.",
        ),
        sa.Column(
            "contract_id",
            sa.Uuid(),
            nullable=True,
            comment="The contract that is being prepared.",
        ),
        sa.Column(
            "changed_by",
            sa.String(length=200),
            nullable=False,
            comment="Who went on last, as they were called that day.",
        ),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
    )


def _constraints() -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_first_steps_contract_id_contracts")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_first_steps_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_first_steps")),
        sa.UniqueConstraint("practice_id", name=op.f("uq_first_steps_practice_id")),
    )


def _json(name: str, comment: str) -> sa.Column[object]:
    return sa.Column(name, Json, nullable=False, comment=comment)
