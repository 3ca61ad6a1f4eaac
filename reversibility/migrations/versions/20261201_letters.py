"""Letters of a contract, the accounts they rest on, and how far to go."""

import sqlalchemy as sa
from alembic import op

from reversibility.store.guards import protect_append_only, scope_rows
from reversibility.store.types import Json

revision = "20261201_letters"
down_revision = "20261201_annex_pieces"
branch_labels = None
depends_on = None

TABLES = ("contract_charges", "contract_losses", "weighings", "letters", "letter_documents")


def upgrade() -> None:
    """Make the tables, the guard of what is final, and their policies."""
    _contract_charges()
    _contract_losses()
    _weighings()
    _letters()
    _letter_documents()
    connection = op.get_bind()
    protect_append_only(connection, "letter_documents")
    for table in TABLES:
        scope_rows(connection, table)


def downgrade() -> None:
    """Remove them, final letters included."""
    for table in reversed(TABLES):
        op.drop_table(table)


def _contract_charges() -> None:
    op.create_table(
        "contract_charges",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("version", sa.Integer(), nullable=False, comment="Optimistic lock."),
        sa.Column("contract_id", sa.Uuid(), nullable=False, comment="The contract it belongs to."),
        sa.Column(
            "kind",
            sa.Enum(
                "one_off",
                "subscription",
                name="chargekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
            comment="How it is earned.",
        ),
        sa.Column(
            "label", sa.String(length=200), nullable=False, comment="What it was billed for."
        ),
        sa.Column(
            "reference", sa.String(length=120), nullable=False, comment="Number of the invoice."
        ),
        sa.Column("invoiced_on", sa.Date(), nullable=False, comment="Date of the invoice."),
        sa.Column(
            "net_cents", sa.BigInteger(), nullable=False, comment="Amount before VAT, in cents."
        ),
        sa.Column(
            "vat_rate",
            sa.Integer(),
            nullable=False,
            comment="VAT in hundredths of a per cent: 2000.",
        ),
        sa.Column(
            "paid_cents", sa.BigInteger(), nullable=False, comment="Paid, VAT included, in cents."
        ),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), nullable=False, comment="When, in UTC."
        ),
        sa.Column(
            "due_on",
            sa.Date(),
            nullable=True,
            comment="Last day to pay; none = thirty days after the invoice.",
        ),
        sa.Column(
            "paid_on", sa.Date(), nullable=True, comment="When it was paid; none = it was not."
        ),
        sa.Column(
            "accepted_cents",
            sa.BigInteger(),
            nullable=False,
            comment="Value of what was delivered and accepted, before VAT.",
        ),
        sa.Column(
            "period_from", sa.Date(), nullable=True, comment="First day billed, of a subscription."
        ),
        sa.Column("period_to", sa.Date(), nullable=True, comment="Last day billed, inclusive."),
        sa.Column(
            "served_until",
            sa.Date(),
            nullable=True,
            comment="Last day of service rendered, inclusive; none = no day.",
        ),
        sa.Column(
            "exhibit",
            sa.String(length=200),
            nullable=False,
            comment="What proves it, as the practice numbers its exhibits.",
        ),
        sa.Column(
            "disputed_on",
            sa.Date(),
            nullable=True,
            comment="When the practice disputed it in writing.",
        ),
        sa.Column("dispute", sa.Text(), nullable=False, comment="Why, as it was written."),
        sa.Column(
            "changed_by",
            sa.String(length=200),
            nullable=False,
            comment="Who changed it last, as they were called that day.",
        ),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["contracts.id"],
            name=op.f("fk_contract_charges_contract_id_contracts"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"],
            ["practices.id"],
            name=op.f("fk_contract_charges_practice_id_practices"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_charges")),
    )
    op.create_index(
        op.f("ix_contract_charges_contract_id"), "contract_charges", ["contract_id"], unique=False
    )
    op.create_index(
        op.f("ix_contract_charges_practice_id"), "contract_charges", ["practice_id"], unique=False
    )


def _contract_losses() -> None:
    op.create_table(
        "contract_losses",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("version", sa.Integer(), nullable=False, comment="Optimistic lock."),
        sa.Column("contract_id", sa.Uuid(), nullable=False, comment="The contract it belongs to."),
        sa.Column("dated_on", sa.Date(), nullable=False, comment="When."),
        sa.Column(
            "kind",
            sa.Enum(
                "suffered",
                "missed",
                name="losskind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
            comment="Suffered, or missed.",
        ),
        sa.Column("label", sa.String(length=200), nullable=False, comment="What it is."),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False, comment="In cents."),
        sa.Column("method", sa.Text(), nullable=False, comment="How the amount was found."),
        sa.Column(
            "is_direct",
            sa.Enum(
                "yes",
                "no",
                "unknown",
                name="is_direct",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
            comment="Whether it follows directly.",
        ),
        sa.Column(
            "is_foreseeable",
            sa.Enum(
                "yes",
                "no",
                "unknown",
                name="is_foreseeable",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
            comment="Whether it could be foreseen at signature.",
        ),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), nullable=False, comment="When, in UTC."
        ),
        sa.Column(
            "exhibit",
            sa.String(length=200),
            nullable=False,
            comment="What proves it, as the practice numbers its exhibits.",
        ),
        sa.Column(
            "changed_by",
            sa.String(length=200),
            nullable=False,
            comment="Who changed it last, as they were called that day.",
        ),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_contract_losses_contract_id_contracts")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_contract_losses_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_losses")),
    )
    op.create_index(
        op.f("ix_contract_losses_contract_id"), "contract_losses", ["contract_id"], unique=False
    )
    op.create_index(
        op.f("ix_contract_losses_practice_id"), "contract_losses", ["practice_id"], unique=False
    )


def _weighings() -> None:
    op.create_table(
        "weighings",
        sa.Column("contract_id", sa.Uuid(), nullable=False, comment="The contract."),
        sa.Column("version", sa.Integer(), nullable=False, comment="Optimistic lock."),
        sa.Column("answers", Json, nullable=False, comment="By question: a code."),
        sa.Column(
            "answered_at", sa.DateTime(timezone=True), nullable=False, comment="When, in UTC."
        ),
        sa.Column(
            "answered_by",
            sa.String(length=200),
            nullable=False,
            comment="Who answered, as they were called that day.",
        ),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_weighings_contract_id_contracts")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_weighings_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint("contract_id", name=op.f("pk_weighings")),
    )
    op.create_index(op.f("ix_weighings_practice_id"), "weighings", ["practice_id"], unique=False)


def _letters() -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("version", sa.Integer(), nullable=False, comment="Optimistic lock."),
        sa.Column("contract_id", sa.Uuid(), nullable=False, comment="The contract it is about."),
        sa.Column("kind", sa.String(length=9), nullable=False, comment="Catalogue id: L1 to L12."),
        sa.Column(
            "locale", sa.String(length=2), nullable=False, comment="In which language: fr or en."
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "email",
                "lrar",
                "lre",
                "lrar_and_email",
                "platform",
                "published",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
            comment="How it goes out.",
        ),
        sa.Column("planned_on", sa.Date(), nullable=False, comment="The day it bears."),
        sa.Column(
            "days", sa.Integer(), nullable=False, comment="Days to answer; 0 = as the law says."
        ),
        sa.Column("values", Json, nullable=False, comment="What was filled in, by field."),
        sa.Column(
            "created_at", sa.DateTime(timezone=True), nullable=False, comment="When, in UTC."
        ),
        sa.Column(
            "changed_by",
            sa.String(length=200),
            nullable=False,
            comment="Who changed it last, as they were called that day.",
        ),
        sa.Column(
            "follows_id", sa.Uuid(), nullable=True, comment="The letter that it comes after."
        ),
        sa.Column(
            "subject",
            sa.Text(),
            nullable=False,
            comment="Its subject, as it was printed; empty while it is a draft.",
        ),
        sa.Column(
            "deadline_on",
            sa.Date(),
            nullable=True,
            comment="The last day to answer, as it was printed.",
        ),
        sa.Column(
            "accepted", Json, nullable=False, comment="Warnings read before it became final: codes."
        ),
        sa.Column(
            "final_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="When its words were fixed; none = a draft.",
        ),
        sa.Column("sent_on", sa.Date(), nullable=True, comment="When the practice sent it."),
        sa.Column(
            "sent_by",
            sa.Enum(
                "email",
                "lrar",
                "lre",
                "lrar_and_email",
                "platform",
                "published",
                name="sent_by",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
            comment="How it went out in fact.",
        ),
        sa.Column("proof_paper_id", sa.Uuid(), nullable=True, comment="Proof that it was sent."),
        sa.Column(
            "received_on", sa.Date(), nullable=True, comment="When it was received, if known."
        ),
        sa.Column("answered_on", sa.Date(), nullable=True, comment="When an answer came."),
        sa.Column("answer", sa.Text(), nullable=False, comment="What was answered, in short."),
        sa.Column("answer_paper_id", sa.Uuid(), nullable=True, comment="The answer itself."),
        sa.Column(
            "closed_on", sa.Date(), nullable=True, comment="When nothing more was waited for."
        ),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["answer_paper_id"],
            ["contract_papers.id"],
            name=op.f("fk_letters_answer_paper_id_contract_papers"),
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_letters_contract_id_contracts")
        ),
        sa.ForeignKeyConstraint(
            ["follows_id"], ["letters.id"], name=op.f("fk_letters_follows_id_letters")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_letters_practice_id_practices")
        ),
        sa.ForeignKeyConstraint(
            ["proof_paper_id"],
            ["contract_papers.id"],
            name=op.f("fk_letters_proof_paper_id_contract_papers"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
    )
    op.create_index(op.f("ix_letters_contract_id"), "letters", ["contract_id"], unique=False)
    op.create_index(op.f("ix_letters_practice_id"), "letters", ["practice_id"], unique=False)


def _letter_documents() -> None:
    op.create_table(
        "letter_documents",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("letter_id", sa.Uuid(), nullable=False, comment="The letter."),
        sa.Column(
            "filename", sa.String(length=120), nullable=False, comment="As offered for download."
        ),
        sa.Column("media_type", sa.String(length=80), nullable=False, comment="PDF or DOCX."),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False, comment="When, in UTC."),
        sa.Column("made_by", sa.String(length=200), nullable=False, comment="Who made it final."),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="Of the file."),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="The file."),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["letters.id"], name=op.f("fk_letter_documents_letter_id_letters")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"],
            ["practices.id"],
            name=op.f("fk_letter_documents_practice_id_practices"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_documents")),
    )
    op.create_index(
        op.f("ix_letter_documents_letter_id"), "letter_documents", ["letter_id"], unique=False
    )
    op.create_index(
        op.f("ix_letter_documents_practice_id"), "letter_documents", ["practice_id"], unique=False
    )
