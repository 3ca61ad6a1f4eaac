"""Render in a child process that lives for one plan and has limits on time and memory."""

import os
import subprocess
import sys
from pathlib import Path

from exports.dossier import Dossier, to_json
from exports.errors import PlanError

PACKAGE_HOME = Path(__file__).parents[2]
# A plan of 60 full sheets takes about a second and 300 MB; the child sets its own limits on
# processor time and memory, this one is for a child that waits.
WALL_SECONDS = 120


def render(dossier: Dossier) -> bytes:
    """Make the PDF of an exit plan; raise PlanError with a sentence when it cannot be made."""
    try:
        child = subprocess.run(
            [sys.executable, "-m", "exports.plan_pdf"],
            input=to_json(dossier),
            capture_output=True,
            timeout=WALL_SECONDS,
            env=_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PlanError(f"the plan was not ready after {WALL_SECONDS} seconds") from error
    if child.returncode or not child.stdout.startswith(b"%PDF-"):
        raise PlanError(_reason(child))
    return child.stdout


def _environment() -> dict[str, str]:
    """Give the child nothing of ours but where to find Python's modules: no secrets, no locale."""
    path = os.pathsep.join([str(PACKAGE_HOME), *filter(None, sys.path)])
    return {"PYTHONPATH": path, "PYTHONHASHSEED": "0", "RAYON_NUM_THREADS": "2"}


def _reason(child: subprocess.CompletedProcess[bytes]) -> str:
    said = child.stderr.decode("utf-8", "replace").strip().splitlines()
    if child.returncode < 0:
        return f"the plan needed more time or memory than allowed (signal {-child.returncode})"
    return said[-1] if said else f"the renderer ended with code {child.returncode}"
