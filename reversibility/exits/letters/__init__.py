"""The letters of a contract: kept as they are written, and followed to an answer."""
