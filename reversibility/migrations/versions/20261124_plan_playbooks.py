"""A produced plan remembers which playbooks it printed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "20261124_plan_playbooks"
down_revision = "20261124_first_tables"
branch_labels = None
depends_on = None

TABLE, COLUMN = "exit_documents", "playbooks"


def upgrade() -> None:
    """Add the column; the plans made before know only the version of the whole catalogue."""
    kinds = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    comment = "Digest of each kind's playbook that was printed."
    op.add_column(
        TABLE, sa.Column(COLUMN, kinds, nullable=False, server_default="{}", comment=comment)
    )


def downgrade() -> None:
    """Take the column away."""
    op.drop_column(TABLE, COLUMN)
