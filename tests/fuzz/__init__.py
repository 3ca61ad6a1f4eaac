"""Recorded answers, mutated by the thousand, against every reader of what peers send."""
