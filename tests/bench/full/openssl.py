"""What OpenSSL's own client needs for a handshake with these sites, and nothing else."""

import re
import resource
import subprocess

from tests.bench.figures import Speed
from tests.bench.full.ground import Ground
from tests.bench.full.zone_servers import SITE

_SECONDS = 3
_COUNT = re.compile(r"(\d+) connections in [\d.]+ real seconds")


def handshakes_a_second(ground: Ground) -> Speed:
    """Let `openssl s_time` open connections one after another, verifying the chain of each."""
    command = (
        "openssl", "s_time", "-new", "-verify", "3", "-time", str(_SECONDS),
        "-connect", f"{SITE}:{ground.sites}", "-CAfile", str(ground.root),
    )  # fmt: skip
    before = _spent()
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    cpu = _spent() - before
    found = _COUNT.search(told.stdout)
    if found is None or "verify error" in told.stdout + told.stderr:
        raise ValueError(told.stdout + told.stderr)
    count = int(found[1])
    return Speed(rate=count / _SECONDS, cpu_ms=cpu / count * 1000)


def version() -> str:
    """Return what it calls itself."""
    told = subprocess.run(("openssl", "version"), capture_output=True, text=True, check=True)
    return " ".join(told.stdout.split()[:2])


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
