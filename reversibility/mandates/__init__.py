"""Outsiders who look for a limited time: mandates, statements, notes, and what was viewed."""
