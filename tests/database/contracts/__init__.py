"""Contracts, on both databases."""
