"""Who does what under a contract, and what it rests on where nobody signed one."""

import sqlalchemy as sa
from alembic import op

from reversibility.store.guards import scope_rows
from reversibility.store.types import Json

revision = "20261201_agreements"
down_revision = "20261201_what_happened"
branch_labels = None
depends_on = None

SIDES = ("partner", "pivot", "provider", "other")
ELEMENTS = ("parties", "object", "price", "term", "notice", "delivery", "handover", "terms")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make both tables and their policies."""
    op.create_table("responsibilities", *_duties(), *_keys("responsibilities", "row"))
    op.create_table(
        "basis_elements",
        *_elements(),
        sa.ForeignKeyConstraint(
            ["paper_id"],
            ["contract_papers.id"],
            name=op.f("fk_basis_elements_paper_id_contract_papers"),
        ),
        *_keys("basis_elements", "element"),
    )
    for table in ("responsibilities", "basis_elements"):
        op.create_index(f"ix_{table}_practice_id", table, ["practice_id"], unique=False)
        scope_rows(op.get_bind(), table)


def downgrade() -> None:
    """Take them away."""
    op.drop_table("basis_elements")
    op.drop_table("responsibilities")


def _duties() -> tuple[sa.Column[object], ...]:
    return (
        _link("contract_id", "The contract."),
        _text("row", 20, "Catalogue id, such as R01."),
        sa.Column(
            "decides", _side("decides"), comment="The one side that answers for it; none = a gap."
        ),
        _text("decides_name", 120, "Who that is, by name."),
        sa.Column("does", _side("does"), comment="Who does it."),
        sa.Column("advises", Json, nullable=False, comment="Who is asked before: sides."),
        sa.Column("informed", Json, nullable=False, comment="Who is told: sides."),
        *_author(),
    )


def _elements() -> tuple[sa.Column[object], ...]:
    kind = sa.Enum(*ELEMENTS, name="element", native_enum=False, create_constraint=True, length=32)
    return (
        _link("contract_id", "The contract."),
        sa.Column("element", kind, nullable=False, comment="What it is about."),
        sa.Column("says", sa.Text(), nullable=False, comment="What the papers say of it."),
        sa.Column("paper_id", sa.Uuid(), nullable=True, comment="Which paper says so."),
        *_author(),
    )


def _side(name: str) -> sa.Enum:
    return sa.Enum(*SIDES, name=name, native_enum=False, create_constraint=True, length=32)


def _author() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("answered_at", INSTANT, nullable=False, comment="When, in UTC."),
        _text("answered_by", 200, "Who said so, as they were called that day."),
        _link("practice_id", "The practice this row belongs to."),
    )


def _keys(table: str, second: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f(f"fk_{table}_contract_id_contracts")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f(f"fk_{table}_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint("contract_id", second, name=op.f(f"pk_{table}")),
    )


def _link(name: str, comment: str) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid(), nullable=False, comment=comment)


def _text(name: str, length: int, comment: str) -> sa.Column[object]:
    return sa.Column(name, sa.String(length=length), nullable=False, comment=comment)
