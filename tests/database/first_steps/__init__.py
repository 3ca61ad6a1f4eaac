"""Tests of first steps, on both databases."""
