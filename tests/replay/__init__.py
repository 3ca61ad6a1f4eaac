"""Replay: the real command on recorded answers of real registries, against written expectations."""
