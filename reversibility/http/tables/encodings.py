"""Find out in which encoding a text was saved: programs do not say, and French shows it."""

import codecs

from reversibility.http.tables.grid import refuse

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD = ("cp1252", "mac_roman", "cp850")
"""What spreadsheets save without a mark: Windows, older Macs, « CSV (MS-DOS) »."""
_USUAL = frozenset("éèêëàâäçîïôöùûüÿœæÉÈÊÀÂÇÎÔŒÆ’\u2018“”«»€°\u2013\u2014…  ·\t\r\n")


def decode(content: bytes) -> tuple[str, str]:
    """Return a text and the name of its encoding; raises what is no text at all."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _strictly(content, name), name
    if b"\0" in content:
        name = "utf-16-be" if content[:1] == b"\0" else "utf-16-le"
        return _strictly(content, name), name
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        # Any byte is a letter somewhere; the likeliest is where most letters are French ones.
        return max((_guess(content, name) for name in _OLD), key=lambda guess: guess[0])[1:]


def _strictly(content: bytes, name: str) -> str:
    try:
        return content.decode(name)
    except UnicodeDecodeError as error:
        raise refuse("table_no_text") from error


def _guess(content: bytes, name: str) -> tuple[int, str, str]:
    text = content.decode(name, errors="replace")
    foreign = [letter for letter in text if ord(letter) > 0x7F]  # noqa: PLR2004 - beyond ASCII
    usual = sum(letter in _USUAL for letter in foreign)
    return 2 * usual - len(foreign), text, name
