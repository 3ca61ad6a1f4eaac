"""Who people are for an identity provider.

It belongs to no practice: a person may belong to several.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261130_identities"
down_revision = "20261130_journal_indexes"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "identities",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("user_id", sa.Uuid(), nullable=False, comment="Whose; goes with the account."),
        _text("issuer", 500, "The provider, as it names itself."),
        _text("subject", 255, "What the provider calls the person, for good."),
        sa.Column("added_at", INSTANT, nullable=False, comment="When, in UTC."),
        sa.Column("used_at", INSTANT, nullable=True, comment="Last sign-in with it, in UTC."),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_identities_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identities")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_identities_issuer_subject")),
        sa.UniqueConstraint("user_id", "issuer", name=op.f("uq_identities_user_id_issuer")),
    )


def downgrade() -> None:
    """Remove it: nobody signs in by a provider any more."""
    op.drop_table("identities")


def _text(name: str, length: int, comment: str) -> sa.Column[object]:
    return sa.Column(name, sa.String(length=length), nullable=False, comment=comment)
