"""What a contract says of its terms, its notice, its price; and when it really ended."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "20261201_contract_terms"
down_revision = "20261201_situations"
branch_labels = None
depends_on = None

BEFORE = "Last day of the present term, inclusive; none = open-ended."
AFTER = "Last day of the first term, inclusive, where named."
PERIODS = {
    "initial_term": "Length of the first term, such as P36M.",
    "renewal_term": "Length of each later term.",
    "provider_notice": "Notice that the provider has to give.",
    "early_after": "No early exit before this long from the first day.",
    "early_notice": "Notice of an early exit.",
}
FLAGS = {
    "to_month_end": "Notice begins on the first day of a month.",
    "moves_to_workday": "A deadline on a day off moves, for the provider.",
    "alsace_moselle": "Two more public holidays.",
}
TEXTS = {
    "early_price": "What an early exit costs, as the contract says.",
    "notice_address": "Where notice is sent.",
}
CHOICES = {
    "renewal": (
        "renewal",
        ("none", "express", "tacit", "open_ended"),
        "What follows a term; none = nobody said.",
    ),
    "counting": (
        "counting",
        ("receipt", "sending"),
        "Which day of a letter counts; none = unsaid.",
    ),
    "may_end": ("mayend", ("both", "practice", "provider"), "Who may end it."),
    "notice_form": (
        "noticeform",
        ("registered", "electronic", "either_registered", "letter", "email", "portal", "free"),
        "In which form notice is given.",
    ),
    "obligation": ("obligation", ("means", "result", "mixed"), "Means or result."),
    "price_every": ("priceevery", ("once", "month", "quarter", "year"), "How often it is due."),
}


def upgrade() -> None:
    """Add the columns; of what is there nobody has said more."""
    with op.batch_alter_table("contracts") as table:
        _call_the_end(table, AFTER)
        for column in _columns():
            table.add_column(column)
        for name, (constraint, values, _) in CHOICES.items():
            listed = ", ".join(f"'{value}'" for value in values)
            table.create_check_constraint(
                op.f(f"ck_contracts_{constraint}"), sa.text(f"{name} IN ({listed})")
            )


def downgrade() -> None:
    """Take them away."""
    with op.batch_alter_table("contracts") as table:
        for constraint, *_ in CHOICES.values():
            table.drop_constraint(op.f(f"ck_contracts_{constraint}"), type_="check")
        for column in _columns():
            table.drop_column(column.name)
        _call_the_end(table, BEFORE)


def _call_the_end(table: BatchOperations, comment: str) -> None:
    table.alter_column("ends_on", existing_type=sa.Date(), existing_nullable=True, comment=comment)


def _columns() -> tuple[sa.Column[Any], ...]:
    return (
        *(_maybe(name, sa.String(length=16), comment) for name, comment in PERIODS.items()),
        *(
            sa.Column(
                name, sa.Boolean(), nullable=False, server_default=sa.false(), comment=comment
            )
            for name, comment in FLAGS.items()
        ),
        *(
            sa.Column(
                name, sa.String(length=300), nullable=False, server_default="", comment=comment
            )
            for name, comment in TEXTS.items()
        ),
        *(_maybe(name, sa.String(length=32), said) for name, (_, _, said) in CHOICES.items()),
        _maybe("price_cents", sa.BigInteger(), "Price without VAT, in cents."),
        _maybe("ended_on", sa.Date(), "Last day on which it really was in force."),
    )


def _maybe(name: str, kind: sa.types.TypeEngine[Any], comment: str) -> sa.Column[Any]:
    return sa.Column(name, kind, nullable=True, comment=comment)
