"""Alembic's entry: runs the migrations on the connection it is handed."""

from alembic import context
from sqlalchemy import text

from reversibility.migrations.tables import metadata

# SQLite does not tell in which direction a column of an index is sorted.
_UNCOMPARED = ("ix_assets_listed",)

connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    # A migration that cannot get its lock gives up instead of stopping the service.
    connection.execute(text("SET lock_timeout = '4s'"))
    connection.execute(text("SET statement_timeout = '60s'"))
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
    include_object=lambda _item, name, *_others: name not in _UNCOMPARED,
)
with context.begin_transaction():
    context.run_migrations()
