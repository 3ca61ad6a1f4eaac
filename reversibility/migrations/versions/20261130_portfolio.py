"""Many probes at once: lanes of units, turns at service hosts, ticks of the schedule."""

import sqlalchemy as sa
from alembic import op

revision = "20261130_portfolio"
down_revision = "20261130_pages"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add them; the units that are there travel by the queue, as before."""
    op.add_column(
        "units",
        sa.Column(
            "lane",
            sa.String(length=600),
            nullable=False,
            server_default="",
            comment="Which hosts it waits for; empty = it travels by the queue.",
        ),
    )
    op.add_column(
        "units",
        sa.Column(
            "rank",
            sa.Integer(),
            nullable=False,
            server_default="0",
            comment="How many units its run has: those of small runs go first.",
        ),
    )
    op.create_index("ix_units_lane_state_rank", "units", ["lane", "state", "rank"], unique=False)
    _make_service_hosts()
    op.create_table(
        "ticks",
        sa.Column("schedule", sa.String(length=40), nullable=False, comment="What is due then."),
        sa.Column("due_at", INSTANT, nullable=False, comment="When it was due, in UTC."),
        sa.Column("taken_at", INSTANT, nullable=False, comment="When a worker took it, in UTC."),
        sa.PrimaryKeyConstraint("schedule", "due_at", name=op.f("pk_ticks")),
    )


def downgrade() -> None:
    """Take them away; units that wait in a lane are found by the sweep of the queue."""
    op.drop_table("ticks")
    op.drop_table("service_hosts")
    op.drop_index("ix_units_lane_state_rank", table_name="units")
    op.drop_column("units", "rank")
    op.drop_column("units", "lane")


def _make_service_hosts() -> None:
    op.create_table(
        "service_hosts",
        sa.Column("host", sa.String(length=255), nullable=False, comment="Who is asked."),
        _number("next_at", "When the next question may go, in seconds since 1970."),
        _number("factor", "Share of its budget in use when it was last slowed down."),
        _number("slowed_at", "When that was."),
        _count("throttles", "How often it said that it was too much, in a row."),
        _count("failures", "How often it did not answer, in a row."),
        _count("openings", "How often it was sent to rest, in a row."),
        _number("opened_at", "When it was last sent to rest."),
        _number("rests_until", "It is not asked before."),
        sa.Column("because", sa.String(length=20), nullable=False, comment="Why it rests."),
        _number("tested_at", "When the question went that tries it out."),
        sa.PrimaryKeyConstraint("host", name=op.f("pk_service_hosts")),
    )


def _number(name: str, comment: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double(), nullable=False, comment=comment)


def _count(name: str, comment: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, comment=comment)
