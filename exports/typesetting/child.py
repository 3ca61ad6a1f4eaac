"""Our side of a renderer: a child process that lives for one document and may not outstay it."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from exports.errors import TypesettingError

PACKAGE_HOME = Path(__file__).parents[2]
# A plan of 60 full sheets takes about a second and 300 MB; the child sets its own limits on
# processor time and memory, this one is for a child that waits.
WALL_SECONDS = 120


@dataclass(frozen=True, kw_only=True)
class Renderer:
    """A module that reads a document on standard input and writes its PDF on standard output."""

    module: str
    document: str
    """What it makes, in a sentence: `the plan`."""
    fault: type[TypesettingError]
    wall_seconds: int = WALL_SECONDS

    def render(self, given: bytes) -> bytes:
        """Make a PDF; raise the fault with a sentence when it cannot be made."""
        try:
            child = subprocess.run(  # noqa: S603 - a module of ours
                [sys.executable, "-m", self.module],
                input=given,
                capture_output=True,
                timeout=self.wall_seconds,
                env=environment(),
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            sentence = f"{self.document} was not ready after {self.wall_seconds} seconds"
            raise self.fault(sentence) from error
        if child.returncode or not child.stdout.startswith(b"%PDF-"):
            raise self.fault(self.reason(child))
        return child.stdout

    def reason(self, child: subprocess.CompletedProcess[bytes]) -> str:
        """Say why a child gave no PDF."""
        said = child.stderr.decode("utf-8", "replace").strip().splitlines()
        if child.returncode < 0:
            needed = f"{self.document} needed more time or memory than allowed"
            return f"{needed} (signal {-child.returncode})"
        return said[-1] if said else f"the renderer ended with code {child.returncode}"


def environment() -> dict[str, str]:
    """Give the child nothing of ours but where to find Python's modules: no secrets, no locale."""
    path = os.pathsep.join([str(PACKAGE_HOME), *filter(None, sys.path)])
    return {"PYTHONPATH": path, "PYTHONHASHSEED": "0", "RAYON_NUM_THREADS": "2"}
