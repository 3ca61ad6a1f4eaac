"""The renderer as a program: limits, faults, and nothing left behind."""

import signal
import subprocess
import sys
from pathlib import Path

from exports.dossier import to_json
from exports.plan_pdf.rendering import RENDERER
from tests.exports.sample import sample

ROOT = Path(__file__).parents[2]


def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, *arguments],
        input=given,
        capture_output=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )


def test_the_renderer_reads_a_dossier_and_writes_a_pdf() -> None:
    done = run("-m", "exports.plan_pdf", given=to_json(sample()))
    assert done.returncode == 0
    assert done.stdout.startswith(b"%PDF-1.7")
    assert done.stderr == b""


def test_a_faulty_dossier_is_one_sentence_and_no_pdf() -> None:
    done = run("-m", "exports.plan_pdf", given=b'{"language": "fr"}')
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.decode().splitlines() == ["practice: this key is missing"]


def test_the_renderer_cannot_take_all_memory_or_processor_time() -> None:
    program = (
        "import resource\n"
        "from exports.typesetting.limits import limit_ourselves\n"
        "limit_ourselves()\n"
        "print(resource.getrlimit(resource.RLIMIT_CPU)[0])\n"
        "try:\n"
        "    bytearray(8 * 1024**3)\n"
        "except MemoryError:\n"
        "    print('refused')\n"
    )
    assert run("-c", program).stdout.split() == [b"60", b"refused"]


def test_a_renderer_that_dies_is_said_to_have_reached_its_limits() -> None:
    child = subprocess.CompletedProcess([], -signal.SIGXCPU, b"", b"")
    assert "the plan needed more time or memory than allowed" in RENDERER.reason(child)
