"""Passkeys, second factors, sessions and attempts to sign in.

None of these belongs to one practice: a person may belong to several.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "20261130_sign_in"
down_revision = "20261130_proofs"
branch_labels = None
depends_on = None

TABLES = ("passkeys", "sign_ins", "throttles", "failed_sign_ins", "kept_forms")
INSTANT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Make the tables, and the columns of people's second factors."""
    for column in _columns_of_people():
        op.add_column("users", column)
    op.create_index(
        "ix_users_fs_webauthn_user_handle", "users", ["fs_webauthn_user_handle"], unique=True
    )
    _make_passkeys()
    _make_sign_ins()
    _make_throttles()
    _make_failures()
    _make_kept_forms()


def downgrade() -> None:
    """Remove them: people sign in by password alone again."""
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("ix_users_fs_webauthn_user_handle", "users")
    for column in reversed(_columns_of_people()):
        op.drop_column("users", column.name)


def _columns_of_people() -> tuple[sa.Column[object], ...]:
    return (
        _maybe("fs_webauthn_user_handle", sa.String(64), "How passkeys name this person."),
        _maybe("tf_primary_method", sa.String(20), "authenticator, or empty: no second factor."),
        _maybe("tf_totp_secret", sa.String(400), "Secret of the authenticator app, encrypted."),
        _maybe("totp_counter", sa.Integer(), "Of the last code that was taken; none comes twice."),
        _maybe("mf_recovery_codes", JSON, "Recovery codes that are left, each encrypted."),
    )


def _make_passkeys() -> None:
    op.create_table(
        "passkeys",
        _id(),
        sa.Column("user_id", sa.Uuid(), nullable=False, comment="Whose."),
        _text("name", 64, "As its owner calls it."),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False, comment="Named by the key."),
        sa.Column("public_key", sa.LargeBinary(), nullable=False, comment="COSE."),
        sa.Column("sign_count", sa.BigInteger(), nullable=False, comment="Uses, if it counts."),
        _text("usage", 10, "first: opens the session by itself."),
        _text("device_type", 20, "single_device or multi_device."),
        sa.Column("backup_state", sa.Boolean(), nullable=False, comment="Kept elsewhere too."),
        _instant("created_at", "When, in UTC."),
        _instant("lastuse_datetime", "Last use, in UTC."),
        sa.Column("transports", JSON, nullable=True, comment="How browsers reach it."),
        _maybe("extensions", sa.Text(), "What the browser said of it, as JSON."),
        _user("passkeys"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkeys")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkeys_credential_id")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_passkeys_user_id_name")),
    )


def _make_sign_ins() -> None:
    op.create_table(
        "sign_ins",
        _id(),
        sa.Column("user_id", sa.Uuid(), nullable=False, comment="Who."),
        _text("token_digest", 64, "SHA-256 of what the cookie holds."),
        _text("method", 20, "password, code, recovery_code, passkey or provider."),
        _text("client", 45, "Address it came from."),
        _text("browser", 300, "What the browser calls itself."),
        _instant("created_at", "When, in UTC."),
        _instant("seen_at", "Last seen, to some minutes, in UTC."),
        _maybe("ended_at", INSTANT, "Signed out, or ended by its owner."),
        _user("sign_ins"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_sign_ins_token_digest")),
    )
    op.create_index("ix_sign_ins_user_id", "sign_ins", ["user_id"])


def _make_throttles() -> None:
    op.create_table(
        "throttles",
        _text("key", 80, "What is slowed down: a kind, and a digest."),
        sa.Column("failures", sa.Integer(), nullable=False, comment="In a row."),
        _instant("failed_at", "The last one, in UTC."),
        _instant("open_at", "No attempt is looked at before, in UTC."),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttles")),
    )


def _make_failures() -> None:
    op.create_table(
        "failed_sign_ins",
        _id(),
        _maybe("user_id", sa.Uuid(), "Whose account; empty when there is none."),
        _text("method", 20, "password, code or recovery_code."),
        _text("client", 45, "Address it came from."),
        _text("browser", 300, "What the browser calls itself."),
        _instant("failed_at", "When, in UTC."),
        _user("failed_sign_ins"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_sign_ins")),
    )
    op.create_index("ix_failed_sign_ins_user_id", "failed_sign_ins", ["user_id"])


def _make_kept_forms() -> None:
    op.create_table(
        "kept_forms",
        _id(),
        sa.Column("user_id", sa.Uuid(), nullable=False, comment="Who typed it."),
        _text("path", 500, "The page it belongs to."),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="Encrypted."),
        _instant("expires_at", "Deleted from then on."),
        _user("kept_forms"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_forms")),
    )
    op.create_index("ix_kept_forms_user_id", "kept_forms", ["user_id"])


def _id() -> sa.Column[object]:
    return sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7.")


def _text(name: str, length: int, comment: str) -> sa.Column[object]:
    return sa.Column(name, sa.String(length=length), nullable=False, comment=comment)


def _instant(name: str, comment: str) -> sa.Column[object]:
    return sa.Column(name, INSTANT, nullable=False, comment=comment)


def _maybe(name: str, kind: sa.types.TypeEngine[Any], comment: str) -> sa.Column[object]:
    return sa.Column(name, kind, nullable=True, comment=comment)


def _user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["user_id"], ["users.id"], name=op.f(f"fk_{table}_user_id_users")
    )
