"""Read one TOML file into its catalogue; whatever is wrong names the line and what to write."""

import tomllib
from collections.abc import Callable, Iterable
from importlib.resources import files
from typing import TypeVar

from reversibility.catalogues.decode import Fault, decode
from reversibility.catalogues.errors import CatalogueError
from reversibility.catalogues.lines import Lines

Made = TypeVar("Made")


def shipped(name: str) -> bytes:
    """Return a file of the shipped catalogues."""
    return files("reversibility.catalogues").joinpath("data", name).read_bytes()


def read_catalogue(
    kind: type[Made], name: str, content: bytes, faults: Callable[[Made], Iterable[Fault]]
) -> Made:
    """Return what a file says, once it fits `kind` and has no `faults`; raises CatalogueError."""
    text = content.decode("utf-8")
    try:
        found = decode(kind, tomllib.loads(text))
        for fault in faults(found):
            raise fault
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(name, 1, f"is not TOML: {error}") from error
    except Fault as fault:
        raise fault_in(name, text, fault) from fault
    return found


def fault_in(name: str, text: str, fault: Fault) -> CatalogueError:
    """Return a fault as an error that names the line of the file it is in."""
    place = f"{fault.path}: " if fault.path else ""
    return CatalogueError(name, Lines(text).of(fault.path), place + fault.fault)
