"""The first steps, without a database."""
