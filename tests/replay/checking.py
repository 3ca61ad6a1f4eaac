"""The real command, in a process of its own, on one name for one practice."""

import base64
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.replay.expectations import Practice

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What the command said of the holder, and the WHOIS answers it said it from."""

    registry: str = ""
    holder: str = ""
    state: str = ""
    published: str = ""
    whois: str = ""
    fault: str = ""
    """Why there is no verdict, in the command's own words."""


def check(name: str, practice: Practice, probes_file: Path) -> Seen:
    """Run `python -m probes check` as an operator would, and keep the verdict on the holder."""
    command = [sys.executable, "-m", "probes", "check", name, "--json", "--lang", "en"]
    command += ["--config", str(probes_file), "--practice", str(practice.file)]
    for provider in practice.providers:
        command += ["--provider", str(provider)]
    # Settings of the machine this runs on have no say in the comparison.
    environ = {key: value for key, value in os.environ.items() if "REVERSIBILITY_" not in key}
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environ, capture_output=True, check=False,
            encoding="utf-8", timeout=PATIENCE_SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Seen(fault=f"no answer from the command within {PATIENCE_SECONDS} s")
    if done.returncode:
        return Seen(fault=f"exit code {done.returncode}: {_last_line(done.stderr)}")
    return _seen(json.loads(done.stdout))


def _seen(said: dict[str, Any]) -> Seen:
    verdicts = [verdict for verdict in said["verdicts"] if verdict["field"] == "holder"]
    verdict = verdicts[0] if verdicts else {}
    return Seen(
        registry=said["registry"],
        holder=verdict.get("holder") or "",
        state=verdict.get("state") or "",
        published=verdict.get("observed") or "",
        whois=_whois(said["observations"]),
        fault="" if verdict else "no verdict on the holder",
    )


def _whois(observations: list[dict[str, Any]]) -> str:
    """Join registry's and registrar's records, as a WHOIS client that follows referrals does."""
    texts = [
        base64.b64decode(observation["raw"]).decode("utf-8", "replace")
        for observation in observations
        if (observation["source"], observation["state"]) == ("whois", "registered")
    ]
    return "\n".join(texts)


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "nothing was said"
