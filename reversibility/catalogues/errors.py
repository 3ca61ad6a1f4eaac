"""A catalogue file that cannot be used."""


class CatalogueError(Exception):
    """What is wrong, in which file and on which line, and what to write instead."""

    def __init__(self, file: str, line: int, fault: str) -> None:
        super().__init__(f"{file}:{line}: {fault}")
        self.file, self.line, self.fault = file, line, fault
