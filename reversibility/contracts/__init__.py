"""Agreements with providers, and their dates."""
