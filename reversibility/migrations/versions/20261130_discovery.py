"""Runs that look for what a name shows."""

import sqlalchemy as sa
from alembic import op

revision = "20261130_discovery"
down_revision = "20261130_parties"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a run be a discovery."""
    _allow("probe", "exit_plan", "discovery")


def downgrade() -> None:
    """Take the discoveries away."""
    of_them = "run_id IN (SELECT id FROM runs WHERE kind = 'discovery')"
    op.execute(f"DELETE FROM units WHERE {of_them}")  # noqa: S608 - no value in it
    op.execute("DELETE FROM runs WHERE kind = 'discovery'")
    _allow("probe", "exit_plan")


def _allow(*kinds: str) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("runs") as table:
        table.drop_constraint(op.f("ck_runs_runkind"), type_="check")
        table.create_check_constraint(op.f("ck_runs_runkind"), sa.text(f"kind IN ({listed})"))
