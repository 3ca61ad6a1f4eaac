"""The peers, on the same servers: python-whois in 64 threads, and wrk."""

import re
import socket
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import whois
from whois.whois import NICClient

from tests.bench.figures import Speed
from tests.bench.loopback import ADDRESS, RDAP, WHOIS

THREADS = 64
_WRK_SECONDS = 3
_RATE = re.compile(r"Requests/sec:\s+([\d.]+)")


def python_whois_names_a_second(port: int, count: int, *, asks_iana: bool = True) -> Speed:
    """Ask about that many names as its users do, from 64 threads.

    Its port 43 and server names are fixed, so its socket is led to ours. It asks IANA's server
    before each .fr name, here the same loopback server; `asks_iana=False` spares it that.
    """

    class Led(socket.socket):
        def connect(self, _address: object) -> None:
            super().connect((ADDRESS, port))

    NICClient.get_socket = staticmethod(lambda: Led(socket.AF_INET, socket.SOCK_STREAM))
    iana = NICClient.findwhois_iana
    if not asks_iana:
        NICClient.findwhois_iana = lambda _self, _tld: WHOIS
    try:
        _ask_python_whois(0)
        with ThreadPoolExecutor(THREADS) as threads:
            began, cpu = time.perf_counter(), time.process_time()
            list(threads.map(_ask_python_whois, range(count)))
            took, cpu = time.perf_counter() - began, time.process_time() - cpu
            return Speed(rate=count / took, cpu_ms=cpu / count * 1000)
    finally:
        NICClient.findwhois_iana = iana


def _ask_python_whois(number: int) -> None:
    name = f"cabinet-{number}.fr"
    found = whois.whois(name)["domain_name"]
    if found != name:
        raise ValueError(f"python-whois read {found} for {name}")


def wrk_answers_a_second(port: int, scheme: str, in_flight: int) -> Speed:
    """Let wrk ask the same server, with as many connections, for a few seconds."""
    url = f"{scheme}://{ADDRESS}:{port}/domain/cabinet-1.fr"
    command = ["wrk", "-t1", f"-c{in_flight}", f"-d{_WRK_SECONDS}s", "-H", f"Host: {RDAP}", url]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = _RATE.search(told)
    if rate is None or "Non-2xx" in told:
        raise ValueError(told)
    return Speed(rate=float(rate[1]))


def wrk_version() -> str:
    """Return what wrk calls itself; it says so with an error, having no option for it."""
    told = subprocess.run(["wrk", "-v"], capture_output=True, text=True, check=False)
    return (told.stdout + told.stderr).split("Copyright")[0].strip()
