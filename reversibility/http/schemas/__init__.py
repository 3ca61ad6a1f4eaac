"""Marshmallow schemas: what may come in from outside, and what it becomes."""
