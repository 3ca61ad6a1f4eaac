"""Read a table that somebody sent, by its first bytes and not by its name."""

from reversibility.http.tables.grid import Grid, refuse
from reversibility.http.tables.separated import read_csv
from reversibility.http.tables.workbook import OLE, ZIP, read_xlsx

LARGEST_MB = 10
_PICTURES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")


def read_table(content: bytes) -> Grid:
    """Return the rows of a CSV or XLSX file; raises TableUnreadableError."""
    if len(content) > LARGEST_MB * 1024 * 1024:
        raise refuse(f"file_too_large:{LARGEST_MB}")
    if not content.strip():
        raise refuse("table_empty")
    if content.startswith(OLE):
        raise refuse("table_old_workbook")
    if content.startswith(ZIP):
        return read_xlsx(content)
    if content.startswith(_PICTURES):
        raise refuse("table_no_text")
    return read_csv(content)
