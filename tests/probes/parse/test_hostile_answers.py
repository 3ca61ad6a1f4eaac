"""No answer, however mangled, raises or takes more than a second."""

import json
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from probes.interface import LookupState, Parsed
from probes.rdap.parse import parse as parse_rdap
from probes.whois.limited import WALL_SECONDS
from probes.whois.parse import parse as parse_whois
from probes.whois.registries import known_registries
from tests.probes.parse.reading import RECORDS

WHOIS = sorted(path.read_bytes() for path in (RECORDS / "whois").glob("*.txt"))
RDAP = sorted(path.read_bytes() for path in (RECORDS / "rdap").glob("*.json"))
# One second an answer, of which python-whois may take WALL_SECONDS in a process of its own. The
# rest is CPU time of this process, so that a busy machine changes nothing.
LIMIT_SECONDS = 1.0 - WALL_SECONDS
# One registry of each form, and one of each layout of the declared ones.
REGISTRIES = sorted(
    {
        *{item.form: item.id for item in known_registries()}.values(),
        "fred",
        "hostmaster-ua",
        "twnic",
    }
)
BOUNDED = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
NOISE = st.sampled_from(
    [b"\n", b": ", b"\x00", b"\xff\xfe", b"domain:", b"nic-hdl:", b"%", b" " * 500, b"a" * 3_000,
     b"@" * 900, b"\xe2\x80\xae", b"Domain Name: ", b"Registrant:\n", b"0000-99-99", b'"', b"["]
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn, records: list[bytes]) -> bytes:
    """Cut, splice and salt a record."""
    raw = draw(st.sampled_from(records))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(raw)))
        until = draw(st.integers(at, min(len(raw), at + 300)))
        raw = raw[:at] + draw(st.one_of(NOISE, st.binary(max_size=20))) + raw[until:]
    return raw


def _check(parsed: Parsed, began: float) -> None:
    assert time.process_time() - began < LIMIT_SECONDS
    assert (parsed.registration is not None) == (parsed.state is LookupState.REGISTERED)


@pytest.mark.parametrize("registry", ["afnic", "icann", "other", "sidn", "switch"])
@BOUNDED
@given(raw=mutated(WHOIS))
def test_a_mangled_whois_answer_is_read_or_given_up_in_time(registry, raw):
    began = time.process_time()

    _check(parse_whois("exemple.test", registry, raw), began)


@BOUNDED
@given(raw=mutated(RDAP), status=st.sampled_from([200, 200, 200, 404, 500]))
def test_a_mangled_rdap_answer_is_read_or_given_up_in_time(raw, status):
    began = time.process_time()

    _check(parse_rdap(raw, status), began)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["roles", "vcardArray", "type", "description", "href", "rel", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@BOUNDED
@given(
    member=st.sampled_from(
        ["entities", "events", "nameservers", "secureDNS", "links", "status", "redacted",
         "errorCode", "unicodeName", "objectClassName"]
    ),
    value=JSON,
)  # fmt: skip
def test_any_member_may_hold_anything(member, value):
    answer = {"objectClassName": "domain", "ldhName": "exemple.test", member: value}
    began = time.process_time()

    _check(parse_rdap(json.dumps(answer).encode()), began)


@pytest.mark.parametrize(
    "raw",
    [
        b"\n" * 65_536,
        b" " * 65_536,
        b"a" * 1_000_000,
        b"a:" * 500_000,
        b"Domain Name: x.test\n" * 50_000,
        b"Registrant Name: " + b"a " * 30_000,
        b"nic-hdl: A1-FRNIC\n\n" * 4_000 + b"domain: x.test\n" + b"tech-c: A1-FRNIC\n" * 3_000,
        (b"%" * 9 + b"\n") * 6_000,
        (b"a" * 1_000 + b"\n") * 1_000,
        (b"." * 1_000 + b":\n") * 1_000,
        b"Domain: x.test\n" + b"  Registrant:\n" * 4_000,
        b"Domain name:\nx.test\n\nRegistrant:\n" + b"+1 (1) " * 9_000,
        b"Domain: x.test\nRegistrant:\n" + b"".join(b" " * at + b"a\n" for at in range(360)),
    ],
    ids=range(13),
)
@pytest.mark.parametrize("registry", REGISTRIES)
def test_a_megabyte_of_anything_is_over_in_a_second(registry, raw):
    began = time.process_time()

    _check(parse_whois("x.test", registry, raw), began)
