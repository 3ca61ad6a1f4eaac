"""Challenges: zones and sites of the universe, and what a check says of each."""
