"""The emergency card of a practice: what the register knows, and what it was told besides."""
