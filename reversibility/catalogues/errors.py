"""A catalogue file that cannot be used; a kind that is in none."""

from reversibility.kernel.errors import MissingError


class CatalogueError(Exception):
    """What is wrong, in which file and on which line, and what to write instead."""

    def __init__(self, file: str, line: int, fault: str) -> None:
        super().__init__(f"{file}:{line}: {fault}")
        self.file, self.line, self.fault = file, line, fault


class KindMissingError(MissingError):
    """There is no such kind of asset in the catalogue."""

    code = "catalogues.kind_missing"
