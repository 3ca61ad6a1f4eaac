"""A table put in place whole or not at all."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from probes.tables.present import FILES
from probes.tables.table import Kind, TableError


def put(folder: Path, kind: Kind, text: str) -> None:
    """Replace a table of the folder in one step; raises TableError, with nothing changed.

    The web and the worker read the file while it is replaced: they see the old one or the new one.
    """
    target, draft = folder / FILES[kind], None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".", delete=False) as file:
            draft = Path(file.name)
            file.write(text.encode("utf-8"))
            file.flush()
            # On the disk before it has the name: a power cut leaves the old table, not half of one.
            os.fsync(file.fileno())
        draft.chmod(0o644)
        draft.replace(target)
    except OSError as error:
        if draft is not None:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
        fault = error.strerror or type(error).__name__
        raise TableError("TAB03_NOT_WRITTEN", path=str(target), fault=fault) from error
