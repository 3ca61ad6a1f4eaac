"""The source files of the product, parsed."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("reversibility", "probes", "exports")


def modules(*packages: str) -> Iterator[tuple[str, ast.Module]]:
    """Yield (path from the root, syntax tree) of each module of the packages."""
    for package in packages or PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))
