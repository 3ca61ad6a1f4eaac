"""Invitations, memberships that end, and the code of the first start."""

import sqlalchemy as sa
from alembic import op

from reversibility.store.guards import scope_rows

revision = "20261130_members"
down_revision = "20261130_sign_in"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ROLES = ("owner", "manager", "contributor", "auditor", "provider_guest")


def upgrade() -> None:
    """Add them; a person may now have had several memberships in one practice."""
    _make_invitations()
    scope_rows(op.get_bind(), "invitations")
    _make_first_start_codes()
    with op.batch_alter_table("memberships") as table:
        table.drop_constraint("uq_memberships_practice_id_user_id", type_="unique")
        table.add_column(
            sa.Column(
                "version",
                sa.Integer(),
                nullable=False,
                server_default="1",  # of the rows that are there
                comment="Optimistic lock.",
            )
        )
        table.add_column(
            sa.Column("invitation_id", sa.Uuid(), comment="The invitation they accepted, if any.")
        )
        table.add_column(
            sa.Column("ends_at", INSTANT, comment="No access from this instant on; empty = no end.")
        )
        table.add_column(
            sa.Column(
                "ended_by",
                sa.String(length=200),
                nullable=False,
                server_default="",
                comment="Who set the end, as they were called that day.",
            )
        )
        table.add_column(
            sa.Column("chosen_at", INSTANT, comment="When they last switched to this practice.")
        )
        table.add_column(
            sa.Column("seen_on", sa.Date(), comment="Last day on which they opened this practice.")
        )
        table.create_foreign_key(
            op.f("fk_memberships_invitation_id_invitations"),
            "invitations",
            ["invitation_id"],
            ["id"],
        )


def downgrade() -> None:
    """Take them away, and with them the memberships that are over: those must open nothing."""
    op.execute("DELETE FROM memberships WHERE ends_at <= CURRENT_TIMESTAMP")
    with op.batch_alter_table("memberships") as table:
        table.drop_constraint("fk_memberships_invitation_id_invitations", type_="foreignkey")
        for column in ("seen_on", "chosen_at", "ended_by", "ends_at", "invitation_id", "version"):
            table.drop_column(column)
        table.create_unique_constraint(
            "uq_memberships_practice_id_user_id", ["practice_id", "user_id"]
        )
    op.drop_table("first_start_codes")
    op.drop_table("invitations")


def _make_invitations() -> None:
    role = sa.Enum(*ROLES, name="role", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "invitations",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        _text("email", 255, "For whom; lower case."),
        _text("name", 200, "How whoever invites calls them."),
        sa.Column("role", role, nullable=False, comment="What they will be able to do."),
        sa.Column(
            "access_ends_at", INSTANT, comment="End of the membership it opens; empty = no end."
        ),
        _text("token_digest", 64, "SHA-256 of the token; the token itself is not kept."),
        _text("invited_by", 200, "As they were called that day."),
        sa.Column("invited_at", INSTANT, nullable=False, comment="When, in UTC."),
        sa.Column("expires_at", INSTANT, nullable=False, comment="Useless from then on."),
        sa.Column(
            "mailed_at", INSTANT, comment="When the mail server took the mail with the link."
        ),
        sa.Column("accepted_at", INSTANT, comment="When it was accepted; it works once."),
        sa.Column("withdrawn_at", INSTANT, comment="When it was taken back."),
        sa.Column(
            "practice_id",
            sa.Uuid(),
            nullable=False,
            comment="The practice this row belongs to.",
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_invitations_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_invitations_token_digest")),
    )
    op.create_index("ix_invitations_practice_id", "invitations", ["practice_id"], unique=False)


def _make_first_start_codes() -> None:
    op.create_table(
        "first_start_codes",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        _text("code_digest", 64, "SHA-256 of the code."),
        sa.Column("created_at", INSTANT, nullable=False, comment="When, in UTC."),
        sa.Column("expires_at", INSTANT, nullable=False, comment="Useless from then on."),
        sa.Column(
            "wrong_attempts",
            sa.Integer(),
            nullable=False,
            comment="Wrong codes typed while this one was good.",
        ),
        sa.Column("used_at", INSTANT, comment="When it was used, or replaced by another."),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_first_start_codes")),
    )


def _text(name: str, length: int, comment: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False, comment=comment)
