"""The universe's own tests: every mode is seen at the socket with plain clients."""
