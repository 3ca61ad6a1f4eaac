"""Faults of ours or of our user; what a peer does is never an error but an observation."""

from pathlib import Path


class ProbesError(Exception):
    """Base of every error of this package."""


class OptionsError(ProbesError):
    """The probes' TOML cannot be used."""

    def __init__(self, path: Path, fault: str) -> None:
        super().__init__(f"{path}: {fault}")
        self.path = path
        self.fault = fault


class NameRefusedError(ProbesError):
    """A name that will not be probed: malformed, special-use, or no registrable name.

    `code` is a tag of `messages.toml` and `params` its parameters.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(f"{code} {params}")
        self.code = code
        self.params = params


class DeclarationError(ProbesError):
    """A practice or provider file that cannot be used.

    `code` is a tag of `messages.toml` and `params` its parameters.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(f"{code} {params}")
        self.code = code
        self.params = params


class PastedError(ProbesError):
    """A zone file or a page that somebody gave and that cannot be used.

    `code` is a tag of `messages.toml` and `params` its parameters.
    """

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(f"{code} {params}")
        self.code = code
        self.params = params


class CatalogueError(ProbesError):
    """A file of the catalogue of traces that cannot be used: which entry, what to write."""

    def __init__(self, file: str, entry: str, fault: str) -> None:
        super().__init__(f"{file}: {entry} {fault}")
        self.file = file
        self.entry = entry
        self.fault = fault


class MessageError(ProbesError):
    """A message that cannot be put into words: its tag or one of its parameters is missing."""

    def __init__(self, code: str, fault: str) -> None:
        super().__init__(f"{code} {fault}")
        self.code = code
