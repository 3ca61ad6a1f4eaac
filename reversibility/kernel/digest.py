"""Digests: SHA-256 over bytes, and over values in one canonical JSON form."""

import hashlib
import json


def sha256(content: bytes) -> str:
    """Return the SHA-256 of bytes, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def canonical_json(value: object) -> bytes:
    """Return one byte form per value: sorted keys, no spaces, UTF-8."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()
