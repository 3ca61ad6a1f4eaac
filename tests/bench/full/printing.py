"""The figures of the full probe, beside the usual means and OpenSSL's own client."""

import tempfile
from pathlib import Path

from tests.bench.figures import Speed, best, figure, ratio
from tests.bench.full import naive, openssl, ours
from tests.bench.full.ground import served


def print_full() -> None:
    """Print how the full probe compares, for names never seen and for names seen before."""
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as ground:
        questions = ours.dns_questions(ground.options)
        if questions < ours.QUESTIONS:
            raise ValueError(f"only {questions} DNS questions")
        print(f"  {questions} DNS questions for each name; {openssl.version()}", flush=True)
        usual, handshake, cold, again = best(
            (
                "full probe by dnspython, httpx and ssl",
                lambda: naive.probes_a_second(ground),
            ),
            ("openssl s_time -new -verify", lambda: openssl.handshakes_a_second(ground)),
            (
                "full probe, cold",
                lambda: ours.probes_a_second(ground.options, is_recheck=False),
            ),
            (
                "full probe, re-check",
                lambda: ours.probes_a_second(ground.options, is_recheck=True),
            ),
        )
    figure("full_probe_cold_times_naive", cold.rate / usual.rate, ">=", 4)
    figure("full_probe_recheck_times_naive", again.rate / usual.rate, ">=", 7)
    for speed, how, goal in ((cold, "cold", 0.5), (again, "recheck", 0.85)):
        figure(f"full_probe_{how}_per_core_part_of_openssl", _part(handshake, speed), ">=", goal)
        ratio(f"processor of naive against full probe, {how}", _part(usual, speed))


def _part(peer: Speed, ours: Speed) -> float:
    assert peer.cpu_ms is not None
    assert ours.cpu_ms is not None
    return peer.cpu_ms / ours.cpu_ms
