"""Load the catalogue; an error names the file, the line and what to write."""

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache, partial
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

from reversibility.catalogues.checks import check_common, check_kind, family_faults
from reversibility.catalogues.decode import Fault, decode
from reversibility.catalogues.errors import CatalogueError
from reversibility.catalogues.lines import Lines
from reversibility.catalogues.models import AssetKind, Catalogue, Common
from reversibility.catalogues.shared import (
    Table,
    sources_written_twice,
    with_shared_sources,
    write_out_steps,
)
from reversibility.kernel.digest import sha256

COMMON = "common.toml"
KINDS = "asset_kinds"
Made = TypeVar("Made", AssetKind, Common)


def load_catalogue(folder: Traversable | None = None) -> Catalogue:
    """Load every kind of a folder (the shipped one by default); raises CatalogueError.

    The shipped one is read once in a process: it takes a second, and nobody changes it.
    """
    return _shipped() if folder is None else _load(folder)


@cache
def _shipped() -> Catalogue:
    return _load(files("reversibility.catalogues").joinpath("data"))


def _load(folder: Traversable) -> Catalogue:
    shared = _File(COMMON, folder.joinpath(COMMON).read_bytes())
    common = shared.decode(Common)
    shared.check(check_common(common))
    steps = {step["id"]: step for step in shared.table().get("steps", [])}
    kinds, kind_files = {}, {}
    for file in sorted(_kind_files(folder), key=lambda file: file.name):
        kind = file.decode(AssetKind, partial(write_out_steps, shared=steps))
        file.check(sources_written_twice(kind, common))
        kind = with_shared_sources(kind, common)
        file.check(check_kind(kind, file.stem, common))
        kinds[kind.id], kind_files[kind.id] = kind, file
    for kind_id, fault in family_faults(kinds, common):
        kind_files[kind_id].check([fault])
    digests = {"": shared.digest} | {name: file.digest for name, file in kind_files.items()}
    return Catalogue(kinds=kinds, common=common, digests=digests)


class _File:
    """One file of the catalogue: its name, its bytes, and where things stand in it."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name, self._content = name, content
        self.stem = name.rsplit("/", maxsplit=1)[-1].removesuffix(".toml")
        self.digest = sha256(content)

    def decode(self, kind: type[Made], prepare: Callable[[Table], Table] = dict) -> Made:
        """Read it as a value, once its table is prepared; raises CatalogueError."""
        try:
            return decode(kind, prepare(self.table()))
        except Fault as fault:
            raise self._error(fault) from fault

    def table(self) -> Table:
        """Read it as TOML; raises CatalogueError."""
        try:
            return tomllib.loads(self._content.decode("utf-8"))
        except UnicodeDecodeError as error:
            line = self._content[: error.start].count(b"\n") + 1
            raise CatalogueError(self.name, line, "is not UTF-8: save it as UTF-8") from error
        except tomllib.TOMLDecodeError as error:
            raise CatalogueError(self.name, self._line(error), f"is not TOML: {error}") from error

    def check(self, faults: Iterator[Fault] | list[Fault]) -> None:
        """Raise the first fault as a CatalogueError."""
        for fault in faults:
            raise self._error(fault)

    def _line(self, error: tomllib.TOMLDecodeError) -> int:
        # Python 3.11 tells the line in its words only, or says "at end of document".
        found = re.search(r"at line (\d+)", str(error))
        return int(found[1]) if found else len(self._content.splitlines()) or 1

    def _error(self, fault: Fault) -> CatalogueError:
        lines = Lines(self._content.decode("utf-8"))
        place = f"{fault.path}: " if fault.path else ""
        return CatalogueError(self.name, lines.of(fault.path), place + fault.fault)


def _kind_files(folder: Traversable) -> Iterator[_File]:
    for item in folder.joinpath(KINDS).iterdir():
        if item.name.endswith(".toml"):
            yield _File(f"{KINDS}/{item.name}", item.read_bytes())
