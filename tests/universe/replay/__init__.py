"""Recorded answers of real registries, served again under their real names through real sockets."""
