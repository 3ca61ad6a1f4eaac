"""Walks through the whole house: every page, by everybody, and never with a neighbour's data."""
