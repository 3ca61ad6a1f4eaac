"""Challenges that show control of a name or a site, and runs that look at them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from reversibility.store.guards import protect_append_only, release_append_only, scope_rows

revision = "20261130_challenges"
down_revision = "20261130_first_steps"
branch_labels = None
depends_on = None

KINDS = ("probe", "exit_plan", "discovery")
NAMED = ("observations", "verdicts")
"""What names the unit that it was made in."""


def upgrade() -> None:
    """Make the table, and let a run look at a challenge."""
    _make_challenges()
    scope_rows(op.get_bind(), "challenges")
    _allow(*KINDS, "control")


def downgrade() -> None:
    """Take the challenges away, and the runs that looked; what name servers said stays."""
    op.drop_table("challenges")
    of_them = "run_id IN (SELECT id FROM runs WHERE kind = 'control')"
    units = f"unit_id IN (SELECT id FROM units WHERE {of_them})"  # noqa: S608 - no value in it
    pages = "observation_id IN (SELECT id FROM observations WHERE source = 'http')"
    release_append_only(op.get_bind(), "verdict_bases")
    op.execute(f"DELETE FROM verdict_bases WHERE {pages}")  # noqa: S608 - no value in it
    protect_append_only(op.get_bind(), "verdict_bases")
    for table in NAMED:
        release_append_only(op.get_bind(), table)
        op.execute(f"UPDATE {table} SET unit_id = NULL WHERE {units}")  # noqa: S608 - as above
        protect_append_only(op.get_bind(), table)
    op.execute(f"DELETE FROM units WHERE {of_them}")  # noqa: S608 - as above
    op.execute("DELETE FROM runs WHERE kind = 'control'")
    _allow(*KINDS)


def _allow(*kinds: str) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("runs") as table:
        table.drop_constraint(op.f("ck_runs_runkind"), type_="check")
        table.create_check_constraint(op.f("ck_runs_runkind"), sa.text(f"kind IN ({listed})"))


def _make_challenges() -> None:
    op.create_table(
        "challenges",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("asset_id", sa.Uuid(), nullable=False, comment="About."),
        _text("name", 255, "The name or host, in ASCII."),
        _one_of("method", "method", ("txt", "http"), "In the zone, on the site."),
        _one_of("purpose", "purpose", ("control",), "What it is to show."),
        _text("token", 64, "Shown until it was seen in place; empty once it is over."),
        _text("token_digest", 64, "Of the token, the practice, the name and the purpose together."),
        _text("requested_by", 200, "Who asked, as called that day."),
        _instant("requested_at", "When, in UTC."),
        _instant("expires_at", "From then on it is nothing."),
        _one_of("state", "challengestate", ("open", "passed", "cancelled"), "What became of it."),
        _instant("passed_at", "When it was first seen in place.", nullable=True),
        _instant("checked_at", "When one last looked.", nullable=True),
        _one_of(
            "outcome",
            "outcome",
            ("passed", "not_seen", "partly_seen", "refused", "unreachable"),
            "What the last look came to.",
            nullable=True,
        ),
        _json("reasons", "Of the last look: codes and parameters."),
        _json("places", "Of the last look: each server, and what it shows."),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["assets.id"], name=op.f("fk_challenges_asset_id_assets")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_challenges_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenges")),
    )
    op.create_index("ix_challenges_asset_id", "challenges", ["asset_id"], unique=False)
    op.create_index("ix_challenges_practice_id", "challenges", ["practice_id"], unique=False)


def _text(name: str, length: int, comment: str) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=False, comment=comment)


def _instant(name: str, comment: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable, comment=comment)


def _json(name: str, comment: str) -> sa.Column[object]:
    kind = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    return sa.Column(name, kind, nullable=False, comment=comment)


def _one_of(
    column: str, name: str, values: tuple[str, ...], comment: str, *, nullable: bool = False
) -> sa.Column[str]:
    kind = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)
    return sa.Column(column, kind, nullable=nullable, comment=comment)
