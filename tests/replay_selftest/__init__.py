"""The comparison itself, on records of our own."""
