"""Findings that a practice leaves as they are, why and until when."""

import sqlalchemy as sa
from alembic import op

from reversibility.store.guards import scope_rows

revision = "20261130_findings"
down_revision = "20261130_discovery"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "finding_acceptances",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column(
            "rule", sa.String(length=8), nullable=False, comment="Id of the rule, such as R-07."
        ),
        sa.Column(
            "subject_id",
            sa.Uuid(),
            nullable=False,
            comment="The asset, party or contract that the rule is about.",
        ),
        sa.Column(
            "severity",
            sa.Integer(),
            nullable=False,
            comment="1 critical to 4 minor, that day.",
        ),
        sa.Column(
            "reason",
            sa.String(length=500),
            nullable=False,
            comment="Why, in that person's words.",
        ),
        sa.Column(
            "until",
            sa.Date(),
            nullable=False,
            comment="Last day; the finding comes back after.",
        ),
        sa.Column(
            "accepted_by",
            sa.String(length=200),
            nullable=False,
            comment="As they were called that day.",
        ),
        sa.Column(
            "accepted_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="When, in UTC.",
        ),
        sa.Column(
            "ended_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When it was taken up again before that day.",
        ),
        sa.Column("ended_by", sa.String(length=200), nullable=True, comment="By whom."),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"],
            ["practices.id"],
            name=op.f("fk_finding_acceptances_practice_id_practices"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_acceptances")),
    )
    op.create_index(
        op.f("ix_finding_acceptances_practice_id"), "finding_acceptances", ["practice_id"]
    )
    op.create_index(
        "ix_finding_acceptances_subject",
        "finding_acceptances",
        ["practice_id", "subject_id", "rule"],
    )
    scope_rows(op.get_bind(), "finding_acceptances")


def downgrade() -> None:
    """Remove it; every finding is open again."""
    op.drop_table("finding_acceptances")
