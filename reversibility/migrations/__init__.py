"""Alembic migrations: one per change, up and down."""
