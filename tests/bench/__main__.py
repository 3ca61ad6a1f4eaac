"""Figures of this machine, one line each: `figure ID VALUE goal OP NUMBER`.

Speed is shown beside a named peer in the same run, on the same answers and servers, never asserted
by a timed test. Peers and probes take turns, and the best turn of each counts: what else the
machine does can only slow them down.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from exports.dossier import from_json
from exports.plan_pdf import render
from probes.interface import Source
from tests.bench import fingerprints, loopback, parsing, portfolio, register
from tests.bench.distance.far import print_far
from tests.bench.figures import best, figure, print_machine, ratio, seconds
from tests.bench.full.printing import print_full
from tests.bench.lookups import IN_FLIGHT, names_a_second
from tests.bench.mail.both import print_mail
from tests.bench.peers import python_whois_names_a_second, wrk_answers_a_second, wrk_version
from tests.bench.portfolio import CORES

ROOT = Path(__file__).parents[2]
LATE = 0.05


def main() -> int:
    """Print every figure."""
    print_machine("aiohttp", "python-whois", "whoisit", "whodap", "httpx", "checkdmarc")
    subprocess.run([sys.executable, "-m", "tests.universe", "--time"], cwd=ROOT, check=False)
    figure("exit_plan_10_assets_s", _plan_seconds(), "<=", 2)
    _print_parsing()
    _print_fingerprints()
    print_full()
    print_mail()
    print_far()
    _print_register()
    _print_portfolio()
    for delay in (0.0, LATE):
        _print_whois(delay)
    if shutil.which("wrk") is None:
        print("wrk is missing: no RDAP figures. On Debian: apt-get install wrk", file=sys.stderr)
        return 1
    print(wrk_version())
    with tempfile.TemporaryDirectory() as folder:
        for tls_folder in (None, Path(folder)):
            _print_rdap(tls_folder)
    return 0


def _plan_seconds() -> float:
    dossier = from_json((ROOT / "tests" / "exports" / "dossier-fr.json").read_bytes())
    return min(seconds(lambda: render(dossier), 1) for _ in range(3))


def _print_register() -> None:
    ours, bare = register.pages()
    print(
        f"  register of {register.ASSETS:,} assets: {ours:.1f} ms, bare {bare:.1f} ms", flush=True
    )
    figure("register_10000_assets_times_a_bare_page", ours / bare, "<=", 3)


def _print_parsing() -> None:
    for what, ours, peers in parsing.rows():
        beside = ", ".join(
            f"{peer} {'fails' if theirs is None else f'{theirs:,.0f}'}"
            for peer, theirs in peers.items()
        )
        print(f"  {what}: {ours:,.0f} µs{f' ({beside})' if beside else ''}", flush=True)
    ours, theirs = parsing.afnic()
    figure("afnic_parse_with_holder_times_python_whois_without", theirs / ours, ">=", 1)


def _print_fingerprints() -> None:
    listed, large = fingerprints.pages(), fingerprints.large_page()
    one, all_of_them = fingerprints.ours(large), fingerprints.ours_median([*listed, large])
    figure("fingerprints_page_median_ms", all_of_them, "<=", 1)
    figure("fingerprints_page_100kB_ms", one, "<=", 1)
    theirs = fingerprints.naive(large)
    print(f"  every expression in turn, {len(large):,} bytes: {theirs:.1f} ms", flush=True)
    ratio("prefilter against every expression in turn", theirs / one)


def _print_portfolio() -> None:
    """Print time against the bound, and questions that the registries counted as too many."""
    orders = {
        "shuffled": portfolio.shuffled,
        "sorted": portfolio.sorted_by_registry,
        "killed": portfolio.killed,
    }
    ratio(
        "portfolio, shuffled, by one worker, against the bound", portfolio.shuffled(1).times_bound
    )
    for order, run in orders.items():
        done = run()
        figure(f"portfolio_10000_{order}_times_bound", done.times_bound, "<=", 1.05)
        figure(f"portfolio_10000_{order}_over_limit", done.over, "<=", 0)
        if done.twice:
            print(f"  under way when the worker was killed: {done.twice} names", flush=True)


def _print_whois(delay: float) -> None:
    """Ask about .fr names, one server for all; python-whois gives no holder, the probes must."""
    late = f"{delay * 1000:.0f}ms"
    with loopback.whois(delay) as served:
        turns = best(
            ("python-whois, 64 threads", lambda: python_whois_names_a_second(served.port, 1_000)),
            (
                "python-whois, 64 threads, without its question to IANA",
                lambda: python_whois_names_a_second(served.port, 1_000, asks_iana=False),
            ),
            ("probes, 1 process", lambda: names_a_second(Source.WHOIS, served.options, 2_000)),
            (
                f"probes, {CORES} processes",
                lambda: names_a_second(Source.WHOIS, served.options, 4_000, processes=CORES),
            ),
        )
    peer, without_iana, one, many = turns
    for speed, how in ((one, "1_process"), (many, f"{CORES}_processes")):
        times = speed.rate / peer.rate
        if delay:
            ratio(f"whois_fr_{late}_{how}_times_python_whois", times)
        else:
            figure(f"whois_fr_{late}_{how}_times_python_whois", times, ">=", 12)
    ratio("1 process against python-whois without IANA", one.rate / without_iana.rate)


def _print_rdap(tls_folder: Path | None) -> None:
    scheme = "https" if tls_folder else "http"
    with loopback.rdap(LATE, tls_folder) as served:
        wrk, one, many = best(
            (f"wrk, {scheme}", lambda: wrk_answers_a_second(served.port, scheme, IN_FLIGHT)),
            ("probes, 1 process", lambda: names_a_second(Source.RDAP, served.options, 4_000)),
            (
                f"probes, {CORES} processes",
                lambda: names_a_second(Source.RDAP, served.options, 6_000, processes=CORES),
            ),
        )
    if not wrk.rate:  # its own patience ends before that of a busy machine
        print("  no figure: wrk had no answer in time", flush=True)
        return
    for speed, how in ((one, "1_process"), (many, f"{CORES}_processes")):
        name = f"rdap_{scheme}_50ms_{IN_FLIGHT}_in_flight_{how}_times_wrk"
        figure(name, speed.rate / wrk.rate, ">=", 0.95)


if __name__ == "__main__":
    sys.exit(main())
