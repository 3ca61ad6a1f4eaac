"""Packed bodies, unpacked up to a limit: 200 kB of gzip may otherwise become 200 MB."""

import zlib

ENCODINGS = frozenset({"gzip", "x-gzip", "deflate"})
# zlib tells gzip from zlib by the first bytes; some servers send bare deflate all the same.
_EITHER, _BARE = zlib.MAX_WBITS | 32, -zlib.MAX_WBITS


def unpack(packed: bytes, limit: int) -> tuple[bytes, bool]:
    """Return the beginning of what was packed, and whether that is all of it.

    Raises ValueError for what was packed in no known way.
    """
    for bits in (_EITHER, _BARE):
        machine = zlib.decompressobj(bits)
        try:
            body = machine.decompress(packed, limit)
        except zlib.error:
            continue
        return body, machine.eof
    raise ValueError("neither gzip nor deflate")
