"""The first tables: practices, register, accesses, contracts, evidence, exits, jobs, journal."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from reversibility.store.guards import protect_append_only, scope_rows

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)
PERIOD = sa.String(16)

revision = "20261124_first_tables"
down_revision = None
branch_labels = None
depends_on = None

TABLES = (
    "practices",
    "users",
    "worker_heartbeats",
    "journal_entries",
    "journal_heads",
    "memberships",
    "one_time_links",
    "parties",
    "runs",
    "assets",
    "contracts",
    "journal_payloads",
    "persons",
    "units",
    "access_grants",
    "contract_assets",
    "dependencies",
    "exits",
    "observations",
    "verdicts",
    "exit_documents",
    "verdict_bases",
)
"""In the order in which they point to each other."""

SCOPED = (
    "journal_entries",
    "journal_heads",
    "memberships",
    "parties",
    "runs",
    "assets",
    "contracts",
    "journal_payloads",
    "persons",
    "units",
    "access_grants",
    "contract_assets",
    "dependencies",
    "exits",
    "observations",
    "verdicts",
    "exit_documents",
    "verdict_bases",
)
"""Tables whose rows belong to one practice."""

# As they were that day: a table that is guarded later is not there yet when this runs.
APPEND_ONLY = (
    "journal_entries",
    "observations",
    "verdicts",
    "verdict_bases",
    "exit_documents",
)


def upgrade() -> None:  # noqa: PLR0915 - one statement per table and index
    """Make the tables, their guards and their policies."""
    op.create_table(
        "practices",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("version", sa.Integer(), nullable=False, comment="Optimistic lock."),
        sa.Column(
            "created_at",
            INSTANT,
            nullable=False,
            comment="When, in UTC.",
        ),
        sa.Column(
            "key",
            sa.String(length=200),
            nullable=False,
            comment="SIREN, or the folded name without one; never shared.",
        ),
        sa.Column(
            "legal_name", sa.String(length=200), nullable=False, comment="As on the Sirene notice."
        ),
        sa.Column(
            "legal_form", sa.String(length=40), nullable=False, comment="SELARL, SCP, EI ..."
        ),
        sa.Column("siren", sa.String(length=9), nullable=False, comment="Nine digits, or empty."),
        sa.Column("vat", sa.String(length=20), nullable=False, comment="EU VAT number, or empty."),
        sa.Column(
            "activity", sa.String(length=80), nullable=False, comment="Profession, in words."
        ),
        sa.Column(
            "trading_names",
            JSON,
            nullable=False,
            comment="Other names in use.",
        ),
        sa.Column(
            "people",
            JSON,
            nullable=False,
            comment="Associates: name, title, role.",
        ),
        sa.Column("street", sa.String(length=200), nullable=False, comment="Number and street."),
        sa.Column("postcode", sa.String(length=12), nullable=False, comment="Postal code."),
        sa.Column("city", sa.String(length=100), nullable=False, comment="Town."),
        sa.Column("country", sa.String(length=2), nullable=False, comment="ISO 3166-1 alpha-2."),
        sa.Column(
            "phones",
            JSON,
            nullable=False,
            comment="Telephones.",
        ),
        sa.Column(
            "emails",
            JSON,
            nullable=False,
            comment="Mailboxes, generic ones included.",
        ),
        sa.Column(
            "domains",
            JSON,
            nullable=False,
            comment="Domains its mail uses.",
        ),
        sa.Column(
            "related_entities",
            JSON,
            nullable=False,
            comment="Other entities of the same people: SCM, SCI ...",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practices")),
        sa.UniqueConstraint("key", name=op.f("uq_practices_key")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("email", sa.String(length=255), nullable=False, comment="Lower case."),
        sa.Column(
            "name", sa.String(length=200), nullable=False, comment="As shown and journalled."
        ),
        sa.Column(
            "fs_uniquifier",
            sa.String(length=64),
            nullable=False,
            comment="In the session cookie; changing it ends every session.",
        ),
        sa.Column(
            "created_at",
            INSTANT,
            nullable=False,
            comment="When, in UTC.",
        ),
        sa.Column(
            "password",
            sa.String(length=255),
            nullable=True,
            comment="Argon2id; empty until the first link is used.",
        ),
        sa.Column("active", sa.Boolean(), nullable=False, comment="May sign in."),
        sa.Column("locale", sa.String(length=2), nullable=False, comment="fr or en."),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_users_fs_uniquifier")),
    )
    op.create_table(
        "worker_heartbeats",
        sa.Column("id", sa.String(length=120), nullable=False, comment="Host and process."),
        sa.Column(
            "seen_at",
            INSTANT,
            nullable=False,
            comment="Last sign of life, in UTC.",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_heartbeats")),
    )
    op.create_table(
        "journal_entries",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column(
            "sequence", sa.Integer(), nullable=False, comment="1, 2, 3 ... in this practice."
        ),
        sa.Column(
            "recorded_at",
            INSTANT,
            nullable=False,
            comment="When, in UTC.",
        ),
        sa.Column(
            "actor_kind",
            sa.Enum(
                "user",
                "operator",
                "worker",
                name="actorkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
            comment="Kind of actor.",
        ),
        sa.Column("actor_id", sa.Uuid(), nullable=True, comment="The user, if one acted."),
        sa.Column(
            "actor_label",
            sa.String(length=200),
            nullable=False,
            comment="How they were called that day.",
        ),
        sa.Column(
            "action",
            sa.String(length=80),
            nullable=False,
            comment="Stable code, such as asset.declared.",
        ),
        sa.Column("subject_type", sa.String(length=40), nullable=False, comment="Kind of record."),
        sa.Column("subject_id", sa.Uuid(), nullable=False, comment="The record."),
        sa.Column(
            "payload_digest",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of salt and payload.",
        ),
        sa.Column(
            "previous_digest",
            sa.String(length=64),
            nullable=False,
            comment="Digest of the entry before.",
        ),
        sa.Column(
            "digest",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 over this entry's fields.",
        ),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_journal_entries_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entries")),
        sa.UniqueConstraint(
            "practice_id", "sequence", name=op.f("uq_journal_entries_practice_id_sequence")
        ),
    )
    op.create_index(
        "ix_journal_entries_practice_id", "journal_entries", ["practice_id"], unique=False
    )

    op.create_table(
        "journal_heads",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("sequence", sa.Integer(), nullable=False, comment="Number of the last entry."),
        sa.Column(
            "digest", sa.String(length=64), nullable=False, comment="Digest of the last entry."
        ),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_journal_heads_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_heads")),
        sa.UniqueConstraint("practice_id", name=op.f("uq_journal_heads_practice_id")),
    )
    op.create_index("ix_journal_heads_practice_id", "journal_heads", ["practice_id"], unique=False)

    op.create_table(
        "memberships",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("user_id", sa.Uuid(), nullable=False, comment="Who."),
        sa.Column(
            "role",
            sa.Enum(
                "owner",
                "manager",
                "contributor",
                "auditor",
                "provider_guest",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
            comment="What they may do.",
        ),
        sa.Column(
            "created_at",
            INSTANT,
            nullable=False,
            comment="When, in UTC.",
        ),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_memberships_practice_id_practices")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_memberships_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_memberships")),
        sa.UniqueConstraint(
            "practice_id", "user_id", name=op.f("uq_memberships_practice_id_user_id")
        ),
    )
    op.create_index("ix_memberships_practice_id", "memberships", ["practice_id"], unique=False)
    op.create_index("ix_memberships_user_id", "memberships", ["user_id"], unique=False)

    op.create_table(
        "one_time_links",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("user_id", sa.Uuid(), nullable=False, comment="For whom."),
        sa.Column(
            "purpose",
            sa.Enum(
                "set_password",
                name="linkpurpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
            comment="For what.",
        ),
        sa.Column(
            "token_digest",
            sa.String(length=64),
            nullable=False,
            comment="SHA-256 of the token; the token itself is not kept.",
        ),
        sa.Column(
            "created_at",
            INSTANT,
            nullable=False,
            comment="When, in UTC.",
        ),
        sa.Column(
            "expires_at",
            INSTANT,
            nullable=False,
            comment="Useless from then on.",
        ),
        sa.Column(
            "used_at",
            INSTANT,
            nullable=True,
            comment="When it was used; it works once.",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_one_time_links_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_links")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_one_time_links_token_digest")),
    )
    op.create_table(
        "parties",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("version", sa.Integer(), nullable=False, comment="Optimistic lock."),
        sa.Column(
            "created_at",
            INSTANT,
            nullable=False,
            comment="When, in UTC.",
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "practice",
                "provider",
                "other",
                name="partykind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
            comment="What it is to us.",
        ),
        sa.Column("name", sa.String(length=200), nullable=False, comment="The usual name."),
        sa.Column(
            "slug", sa.String(length=60), nullable=False, comment="Its name in practice files."
        ),
        sa.Column("legal_name", sa.String(length=200), nullable=False, comment="Registered name."),
        sa.Column("siren", sa.String(length=9), nullable=False, comment="Nine digits, or empty."),
        sa.Column("trade", sa.String(length=120), nullable=False, comment="What it does for us."),
        sa.Column("street", sa.String(length=200), nullable=False, comment="Number and street."),
        sa.Column("postcode", sa.String(length=12), nullable=False, comment="Postal code."),
        sa.Column("city", sa.String(length=100), nullable=False, comment="Town."),
        sa.Column(
            "phones",
            JSON,
            nullable=False,
            comment="Telephones.",
        ),
        sa.Column(
            "emails",
            JSON,
            nullable=False,
            comment="Addresses.",
        ),
        sa.Column(
            "domains",
            JSON,
            nullable=False,
            comment="Its domains.",
        ),
        sa.Column(
            "brands",
            JSON,
            nullable=False,
            comment="Its brands.",
        ),
        sa.Column(
            "retired_at",
            INSTANT,
            nullable=True,
            comment="Archived since.",
        ),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_parties_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties")),
        sa.UniqueConstraint("practice_id", "slug", name=op.f("uq_parties_practice_id_slug")),
    )
    op.create_index("ix_parties_practice_id", "parties", ["practice_id"], unique=False)

    op.create_table(
        "runs",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column(
            "kind",
            sa.Enum(
                "probe",
                "exit_plan",
                name="runkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
            comment="What it does.",
        ),
        sa.Column(
            "requested_by",
            sa.String(length=200),
            nullable=False,
            comment="Who asked, as called that day.",
        ),
        sa.Column(
            "requested_at",
            INSTANT,
            nullable=False,
            comment="When, in UTC.",
        ),
        sa.Column(
            "finished_at",
            INSTANT,
            nullable=True,
            comment="When its last unit ended.",
        ),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_runs_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_index("ix_runs_practice_id", "runs", ["practice_id"], unique=False)

    op.create_table(
        "assets",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("version", sa.Integer(), nullable=False, comment="Optimistic lock."),
        sa.Column(
            "kind", sa.String(length=40), nullable=False, comment="Catalogue id, such as domain_fr."
        ),
        sa.Column(
            "slug", sa.String(length=60), nullable=False, comment="Its name in practice files."
        ),
        sa.Column(
            "name", sa.String(length=200), nullable=False, comment="How the practice calls it."
        ),
        sa.Column("importance", sa.Integer(), nullable=False, comment="1 to 4; 4 = vital."),
        sa.Column("declared_on", sa.Date(), nullable=False, comment="Day of the declaration."),
        sa.Column("declared_by", sa.String(length=200), nullable=False, comment="Who declared it."),
        sa.Column(
            "created_at",
            INSTANT,
            nullable=False,
            comment="When, in UTC.",
        ),
        sa.Column("provider_id", sa.Uuid(), nullable=True, comment="Who runs it for the practice."),
        sa.Column("holder_id", sa.Uuid(), nullable=True, comment="Declared holder (title)."),
        sa.Column(
            "account_holder_id",
            sa.Uuid(),
            nullable=True,
            comment="Declared holder of the customer account.",
        ),
        sa.Column("payer_id", sa.Uuid(), nullable=True, comment="Who pays the renewal."),
        sa.Column(
            "administrative_contact_id",
            sa.Uuid(),
            nullable=True,
            comment="Declared administrative contact.",
        ),
        sa.Column(
            "technical_contact_id", sa.Uuid(), nullable=True, comment="Declared technical contact."
        ),
        sa.Column(
            "attributes",
            JSON,
            nullable=False,
            comment="What its kind asks for, checked against the catalogue.",
        ),
        sa.Column("notes", sa.Text(), nullable=False, comment="Free text."),
        sa.Column(
            "retired_at",
            INSTANT,
            nullable=True,
            comment="Archived since.",
        ),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.CheckConstraint("importance BETWEEN 1 AND 4", name=op.f("ck_assets_importance")),
        sa.ForeignKeyConstraint(
            ["account_holder_id"], ["parties.id"], name=op.f("fk_assets_account_holder_id_parties")
        ),
        sa.ForeignKeyConstraint(
            ["administrative_contact_id"],
            ["parties.id"],
            name=op.f("fk_assets_administrative_contact_id_parties"),
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["parties.id"], name=op.f("fk_assets_holder_id_parties")
        ),
        sa.ForeignKeyConstraint(
            ["payer_id"], ["parties.id"], name=op.f("fk_assets_payer_id_parties")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_assets_practice_id_practices")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["parties.id"], name=op.f("fk_assets_provider_id_parties")
        ),
        sa.ForeignKeyConstraint(
            ["technical_contact_id"],
            ["parties.id"],
            name=op.f("fk_assets_technical_contact_id_parties"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assets")),
        sa.UniqueConstraint("practice_id", "slug", name=op.f("uq_assets_practice_id_slug")),
    )
    op.create_index("ix_assets_practice_id", "assets", ["practice_id"], unique=False)
    op.create_index("ix_assets_provider_id", "assets", ["provider_id"], unique=False)

    op.create_table(
        "contracts",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("version", sa.Integer(), nullable=False, comment="Optimistic lock."),
        sa.Column(
            "slug", sa.String(length=60), nullable=False, comment="Its name in practice files."
        ),
        sa.Column("provider_id", sa.Uuid(), nullable=False, comment="With whom."),
        sa.Column(
            "reference",
            sa.String(length=120),
            nullable=False,
            comment="As printed on the contract.",
        ),
        sa.Column("title", sa.String(length=200), nullable=False, comment="What it is about."),
        sa.Column(
            "created_at",
            INSTANT,
            nullable=False,
            comment="When, in UTC.",
        ),
        sa.Column("starts_on", sa.Date(), nullable=True, comment="First day."),
        sa.Column(
            "ends_on",
            sa.Date(),
            nullable=True,
            comment="Last day of the present term, inclusive; none = open-ended.",
        ),
        sa.Column(
            "notice",
            PERIOD,
            nullable=True,
            comment="Notice period, ISO 8601, such as P3M.",
        ),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_contracts_practice_id_practices")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["parties.id"], name=op.f("fk_contracts_provider_id_parties")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contracts")),
        sa.UniqueConstraint("practice_id", "slug", name=op.f("uq_contracts_practice_id_slug")),
    )
    op.create_index("ix_contracts_practice_id", "contracts", ["practice_id"], unique=False)
    op.create_index("ix_contracts_provider_id", "contracts", ["provider_id"], unique=False)

    op.create_table(
        "journal_payloads",
        sa.Column("entry_id", sa.Uuid(), nullable=False, comment="The entry it belongs to."),
        sa.Column(
            "salt", sa.LargeBinary(length=16), nullable=True, comment="Random; goes with content."
        ),
        sa.Column(
            "content",
            JSON,
            nullable=True,
            comment="before, after.",
        ),
        sa.Column(
            "erased_at",
            INSTANT,
            nullable=True,
            comment="When the content was erased.",
        ),
        sa.Column("erased_by", sa.String(length=200), nullable=True, comment="By whom."),
        sa.Column("erased_reason", sa.String(length=400), nullable=True, comment="Why."),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["journal_entries.id"],
            name=op.f("fk_journal_payloads_entry_id_journal_entries"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"],
            ["practices.id"],
            name=op.f("fk_journal_payloads_practice_id_practices"),
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_journal_payloads")),
    )
    op.create_index(
        "ix_journal_payloads_practice_id", "journal_payloads", ["practice_id"], unique=False
    )

    op.create_table(
        "persons",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column(
            "created_at",
            INSTANT,
            nullable=False,
            comment="When, in UTC.",
        ),
        sa.Column("party_id", sa.Uuid(), nullable=False, comment="Whose person this is."),
        sa.Column(
            "slug", sa.String(length=60), nullable=False, comment="Its name in practice files."
        ),
        sa.Column(
            "name", sa.String(length=200), nullable=False, comment="Title, first name, name."
        ),
        sa.Column("role", sa.String(length=120), nullable=False, comment="What they do there."),
        sa.Column("email", sa.String(length=255), nullable=False, comment="Professional address."),
        sa.Column("phone", sa.String(length=40), nullable=False, comment="Professional telephone."),
        sa.Column(
            "retired_at",
            INSTANT,
            nullable=True,
            comment="No longer a contact since.",
        ),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_persons_party_id_parties")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_persons_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_persons")),
        sa.UniqueConstraint("practice_id", "slug", name=op.f("uq_persons_practice_id_slug")),
    )
    op.create_index("ix_persons_party_id", "persons", ["party_id"], unique=False)
    op.create_index("ix_persons_practice_id", "persons", ["practice_id"], unique=False)

    op.create_table(
        "units",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("run_id", sa.Uuid(), nullable=False, comment="Its run."),
        sa.Column(
            "subject_id", sa.Uuid(), nullable=False, comment="The asset or exit it works on."
        ),
        sa.Column(
            "label",
            sa.String(length=200),
            nullable=False,
            comment="How the subject was called that day.",
        ),
        sa.Column(
            "options",
            JSON,
            nullable=False,
            comment="What the handler is told besides the subject.",
        ),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                name="unitstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
            comment="Where it stands.",
        ),
        sa.Column("attempt", sa.Integer(), nullable=False, comment="How often it was begun."),
        sa.Column(
            "lease_until",
            INSTANT,
            nullable=True,
            comment="From then on another worker may take it; empty once ended.",
        ),
        sa.Column(
            "started_at",
            INSTANT,
            nullable=True,
            comment="When its last attempt began.",
        ),
        sa.Column(
            "finished_at",
            INSTANT,
            nullable=True,
            comment="When it ended.",
        ),
        sa.Column(
            "result",
            JSON,
            nullable=False,
            comment="What came of it, or the fault's code and parameters.",
        ),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_units_practice_id_practices")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_units_run_id_runs")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
    )
    op.create_index("ix_units_practice_id", "units", ["practice_id"], unique=False)
    op.create_index("ix_units_run_id", "units", ["run_id"], unique=False)
    op.create_index("ix_units_state_lease_until", "units", ["state", "lease_until"], unique=False)

    op.create_table(
        "access_grants",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("asset_id", sa.Uuid(), nullable=False, comment="Into what."),
        sa.Column("person_id", sa.Uuid(), nullable=False, comment="Who."),
        sa.Column(
            "role", sa.String(length=40), nullable=False, comment="Role id of the asset's kind."
        ),
        sa.Column(
            "created_at",
            INSTANT,
            nullable=False,
            comment="When, in UTC.",
        ),
        sa.Column(
            "second_factor",
            sa.Enum(
                "none",
                "app",
                "sms",
                "email",
                "key",
                "unknown",
                name="secondfactor",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
            comment="Second step of sign-in.",
        ),
        sa.Column(
            "second_factor_holder_id",
            sa.Uuid(),
            nullable=True,
            comment="Who holds the telephone, app or key.",
        ),
        sa.Column(
            "recovery_address",
            sa.String(length=255),
            nullable=False,
            comment="Where the platform sends a way back in.",
        ),
        sa.Column(
            "last_confirmed_on", sa.Date(), nullable=True, comment="Last day somebody saw it work."
        ),
        sa.Column(
            "revoked_at",
            INSTANT,
            nullable=True,
            comment="Withdrawn since.",
        ),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["assets.id"], name=op.f("fk_access_grants_asset_id_assets")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.id"], name=op.f("fk_access_grants_person_id_persons")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_access_grants_practice_id_practices")
        ),
        sa.ForeignKeyConstraint(
            ["second_factor_holder_id"],
            ["persons.id"],
            name=op.f("fk_access_grants_second_factor_holder_id_persons"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_grants")),
    )
    op.create_index("ix_access_grants_asset_id", "access_grants", ["asset_id"], unique=False)
    op.create_index("ix_access_grants_person_id", "access_grants", ["person_id"], unique=False)
    op.create_index("ix_access_grants_practice_id", "access_grants", ["practice_id"], unique=False)

    op.create_table(
        "contract_assets",
        sa.Column("contract_id", sa.Uuid(), nullable=False, comment="The contract."),
        sa.Column("asset_id", sa.Uuid(), nullable=False, comment="The asset."),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["assets.id"], name=op.f("fk_contract_assets_asset_id_assets")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_contract_assets_contract_id_contracts")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_contract_assets_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint("contract_id", "asset_id", name=op.f("pk_contract_assets")),
    )
    op.create_index(
        "ix_contract_assets_practice_id", "contract_assets", ["practice_id"], unique=False
    )

    op.create_table(
        "dependencies",
        sa.Column("asset_id", sa.Uuid(), nullable=False, comment="What falls."),
        sa.Column("depends_on_id", sa.Uuid(), nullable=False, comment="What it needs."),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.CheckConstraint("asset_id <> depends_on_id", name=op.f("ck_dependencies_not_itself")),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["assets.id"], name=op.f("fk_dependencies_asset_id_assets")
        ),
        sa.ForeignKeyConstraint(
            ["depends_on_id"], ["assets.id"], name=op.f("fk_dependencies_depends_on_id_assets")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_dependencies_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint("asset_id", "depends_on_id", name=op.f("pk_dependencies")),
    )
    op.create_index("ix_dependencies_practice_id", "dependencies", ["practice_id"], unique=False)

    op.create_table(
        "exits",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("version", sa.Integer(), nullable=False, comment="Optimistic lock."),
        sa.Column("contract_id", sa.Uuid(), nullable=False, comment="Which contract."),
        sa.Column(
            "situation",
            sa.Enum(
                "cooperative",
                "silent",
                "contested",
                "insolvent",
                name="situation",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
            comment="What happens.",
        ),
        sa.Column("begins_on", sa.Date(), nullable=False, comment="First day of the plan."),
        sa.Column(
            "created_at",
            INSTANT,
            nullable=False,
            comment="When, in UTC.",
        ),
        sa.Column("lead_id", sa.Uuid(), nullable=True, comment="Who is in charge at the practice."),
        sa.Column(
            "successor", sa.String(length=200), nullable=False, comment="New provider, if known."
        ),
        sa.Column(
            "unanswered",
            JSON,
            nullable=False,
            comment="Dated messages without an answer: sent_on, channel.",
        ),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contracts.id"], name=op.f("fk_exits_contract_id_contracts")
        ),
        sa.ForeignKeyConstraint(["lead_id"], ["persons.id"], name=op.f("fk_exits_lead_id_persons")),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_exits_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exits")),
        sa.UniqueConstraint(
            "practice_id", "contract_id", name=op.f("uq_exits_practice_id_contract_id")
        ),
    )
    op.create_index("ix_exits_practice_id", "exits", ["practice_id"], unique=False)

    op.create_table(
        "observations",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("asset_id", sa.Uuid(), nullable=False, comment="About."),
        sa.Column("unit_id", sa.Uuid(), nullable=True, comment="Made by."),
        sa.Column(
            "name", sa.String(length=255), nullable=False, comment="The name probed, in ASCII."
        ),
        sa.Column(
            "registry_id",
            sa.String(length=60),
            nullable=False,
            comment="Registry id, such as afnic.",
        ),
        sa.Column(
            "source",
            sa.Enum(
                "rdap",
                "whois",
                "dns",
                "tls",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
            comment="rdap, whois, dns, tls.",
        ),
        sa.Column(
            "server",
            sa.String(length=400),
            nullable=False,
            comment="Who was asked, and its address.",
        ),
        sa.Column("question", sa.String(length=400), nullable=False, comment="What was asked."),
        sa.Column(
            "asked_at",
            INSTANT,
            nullable=False,
            comment="When, in UTC.",
        ),
        sa.Column(
            "took_ms", sa.Integer(), nullable=False, comment="Milliseconds to the full answer."
        ),
        sa.Column(
            "state",
            sa.Enum(
                "registered",
                "available",
                "reserved",
                "throttled",
                "refused",
                "unreachable",
                "unparseable",
                name="lookupstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
            comment="What came of it.",
        ),
        sa.Column("parser", sa.String(length=40), nullable=False, comment="Which parser read it."),
        sa.Column(
            "messages",
            JSON,
            nullable=False,
            comment="Codes and parameters.",
        ),
        sa.Column(
            "facts",
            JSON,
            nullable=True,
            comment="What was read from it.",
        ),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="Of the raw bytes."),
        sa.Column("raw", sa.LargeBinary(), nullable=False, comment="Exactly what was received."),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["assets.id"], name=op.f("fk_observations_asset_id_assets")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_observations_practice_id_practices")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_observations_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observations")),
    )
    op.create_index("ix_observations_asset_id", "observations", ["asset_id"], unique=False)
    op.create_index("ix_observations_practice_id", "observations", ["practice_id"], unique=False)

    op.create_table(
        "verdicts",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("asset_id", sa.Uuid(), nullable=False, comment="About."),
        sa.Column("unit_id", sa.Uuid(), nullable=True, comment="Judged in."),
        sa.Column(
            "field",
            sa.Enum(
                "holder",
                "registrar",
                "expiry",
                "name_servers",
                "mail_host",
                "certificate",
                "lock",
                "control",
                name="verdictfield",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
            comment="Which field.",
        ),
        sa.Column(
            "state",
            sa.Enum(
                "confirmed",
                "contradicted",
                "inconclusive",
                "not_published",
                "unreachable",
                "proved_by_document",
                name="verdictstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
            comment="The result.",
        ),
        sa.Column("declared", sa.Text(), nullable=False, comment="As declared that day."),
        sa.Column("observed", sa.Text(), nullable=False, comment="As published that day."),
        sa.Column(
            "reasons",
            JSON,
            nullable=False,
            comment="Codes and parameters.",
        ),
        sa.Column(
            "next_step",
            JSON,
            nullable=True,
            comment="Code and parameters.",
        ),
        sa.Column(
            "holder",
            sa.Enum(
                "practice",
                "provider",
                "privacy",
                "redacted",
                "absent",
                "third_party",
                name="holderclass",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
            comment="Who the published holder is.",
        ),
        sa.Column("confidence", sa.Float(), nullable=True, comment="0 to 1."),
        sa.Column(
            "declaration_digest",
            sa.String(length=64),
            nullable=False,
            comment="Of what was declared then; differs once the register changes.",
        ),
        sa.Column(
            "judged_at",
            INSTANT,
            nullable=False,
            comment="When, in UTC.",
        ),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["assets.id"], name=op.f("fk_verdicts_asset_id_assets")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_verdicts_practice_id_practices")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_verdicts_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdicts")),
    )
    op.create_index(
        "ix_verdicts_latest", "verdicts", ["asset_id", "field", "judged_at"], unique=False
    )
    op.create_index("ix_verdicts_practice_id", "verdicts", ["practice_id"], unique=False)
    op.create_index("ix_verdicts_unit_id", "verdicts", ["unit_id"], unique=False)

    op.create_table(
        "exit_documents",
        sa.Column("id", sa.Uuid(), nullable=False, comment="UUIDv7."),
        sa.Column("exit_id", sa.Uuid(), nullable=False, comment="The case."),
        sa.Column(
            "number",
            sa.Integer(),
            nullable=False,
            comment="Version of the plan in this case: 1, 2 ...",
        ),
        sa.Column(
            "filename", sa.String(length=120), nullable=False, comment="As offered for download."
        ),
        sa.Column(
            "media_type", sa.String(length=80), nullable=False, comment="Such as application/pdf."
        ),
        sa.Column(
            "locale", sa.String(length=2), nullable=False, comment="fr, en, or empty for both."
        ),
        sa.Column(
            "register_sha256",
            sa.String(length=64),
            nullable=False,
            comment="Digest of the register used.",
        ),
        sa.Column(
            "catalogue_version",
            sa.String(length=64),
            nullable=False,
            comment="Which playbook texts.",
        ),
        sa.Column(
            "made_at",
            INSTANT,
            nullable=False,
            comment="When, in UTC.",
        ),
        sa.Column("made_by", sa.String(length=200), nullable=False, comment="Who asked for it."),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="Of the file."),
        sa.Column("content", sa.LargeBinary(), nullable=False, comment="The file."),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["exit_id"], ["exits.id"], name=op.f("fk_exit_documents_exit_id_exits")
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_exit_documents_practice_id_practices")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_documents")),
    )
    op.create_index("ix_exit_documents_exit_id", "exit_documents", ["exit_id"], unique=False)
    op.create_index(
        "ix_exit_documents_practice_id", "exit_documents", ["practice_id"], unique=False
    )

    op.create_table(
        "verdict_bases",
        sa.Column("verdict_id", sa.Uuid(), nullable=False, comment="The verdict."),
        sa.Column("observation_id", sa.Uuid(), nullable=False, comment="What it rests on."),
        sa.Column(
            "practice_id", sa.Uuid(), nullable=False, comment="The practice this row belongs to."
        ),
        sa.ForeignKeyConstraint(
            ["observation_id"],
            ["observations.id"],
            name=op.f("fk_verdict_bases_observation_id_observations"),
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_verdict_bases_practice_id_practices")
        ),
        sa.ForeignKeyConstraint(
            ["verdict_id"], ["verdicts.id"], name=op.f("fk_verdict_bases_verdict_id_verdicts")
        ),
        sa.PrimaryKeyConstraint("verdict_id", "observation_id", name=op.f("pk_verdict_bases")),
    )
    op.create_index("ix_verdict_bases_practice_id", "verdict_bases", ["practice_id"], unique=False)
    connection = op.get_bind()
    for table in APPEND_ONLY:
        protect_append_only(connection, table)
    scope_rows(connection, "practices", column="id")
    for table in SCOPED:
        scope_rows(connection, table)


def downgrade() -> None:
    """Remove them all."""
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION reversibility_refuse()")
