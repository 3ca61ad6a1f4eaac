"""Why the universe cannot start or do as told: one sentence that says what to do."""


class UniverseError(Exception):
    """The universe cannot start, or was told something it does not know."""
