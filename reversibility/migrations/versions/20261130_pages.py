"""Observations of a site's pages: its home page, and one asked for on its own."""

import sqlalchemy as sa
from alembic import op

from reversibility.store.guards import protect_append_only, release_append_only

revision = "20261130_pages"
down_revision = "20261130_changes"
branch_labels = None
depends_on = None

BEFORE = ("rdap", "whois", "dns", "tls")


def upgrade() -> None:
    """Let an observation be of a page."""
    _allow(*BEFORE, "http", "page")
    protect_append_only(op.get_bind(), "observations")


def downgrade() -> None:
    """Take the observations of pages away; no result rests on one."""
    release_append_only(op.get_bind(), "observations")
    op.execute("DELETE FROM observations WHERE source IN ('http', 'page')")
    _allow(*BEFORE)
    protect_append_only(op.get_bind(), "observations")


def _allow(*sources: str) -> None:
    """Change the CHECK, and the comment that lists the same."""
    listed = ", ".join(f"'{source}'" for source in sources)
    with op.batch_alter_table("observations") as table:
        table.drop_constraint(op.f("ck_observations_source"), type_="check")
        table.create_check_constraint(
            op.f("ck_observations_source"), sa.text(f"source IN ({listed})")
        )
        table.alter_column(
            "source",
            existing_type=sa.String(length=32),
            existing_nullable=False,
            comment=f"{', '.join(sources)}.",
        )
