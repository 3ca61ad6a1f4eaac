"""What changes in the miniature Internet between two checks is told once, over real sockets."""

import pytest
from sqlalchemy import Engine

from probes.interface import Source
from reversibility.evidence.queries import ChangeLine, get_raw, list_changes
from reversibility.evidence.service import request_probe
from reversibility.kernel import clock
from reversibility.kernel.digest import sha256
from reversibility.store.session import transaction
from reversibility.worker.desk import Desk
from tests.factories.evidence import DOMAIN, House
from tests.universe import Mode, Universe

RDAP, WHOIS = "rdap.nic.fr.example", "whois.nic.fr.example"


@pytest.fixture
def place(engine: Engine, internet: Universe) -> Desk:
    return Desk(engine=engine, options=internet.options)


def test_another_holder_is_told_with_both_answers_and_only_once(
    place: Desk, house: House, internet: Universe
) -> None:
    for _ in range(2):
        check(place, house)
    assert changes(place, house) == ()
    behave(internet, Mode.LYING_HOLDER)
    for _ in range(3):
        check(place, house)
    told = {line.code: line for line in changes(place, house)}
    assert set(told) == {"CHG01_HOLDER_CHANGED", "CHG11_RESULT_CONTRADICTED"}
    line = told["CHG01_HOLDER_CHANGED"]
    assert (line.before, line.after) == ("STUDIO EXEMPLE WEB", "Autre Hébergeur")
    assert line.who == f"registry {RDAP}"
    with transaction(place.engine, house.actor.practice_id, read_only=True) as session:
        for answer in (line.earlier, line.later):
            assert answer is not None
            raw = get_raw(session, house.actor, answer.id).raw
            assert (sha256(raw), answer.source) == (answer.sha256, Source.RDAP)


def test_a_holder_that_is_hidden_is_hidden_and_shown_again_the_same(
    place: Desk, house: House, internet: Universe
) -> None:
    check(place, house)
    behave(internet, Mode.HIDING_HOLDER)
    check(place, house)
    behave(internet, Mode.HONEST)
    check(place, house)
    told = [line.code for line in changes(place, house) if line.code.startswith("CHG01")]
    assert told == ["CHG01_HOLDER_SHOWN", "CHG01_HOLDER_HIDDEN"]


@pytest.mark.parametrize("mode", [Mode.THROTTLED, Mode.REFUSED, Mode.LYING_NAME, Mode.EMPTY])
def test_a_registry_that_gives_no_usable_answer_changes_nothing(
    place: Desk, house: House, internet: Universe, mode: Mode
) -> None:
    check(place, house)
    behave(internet, mode)
    check(place, house)
    behave(internet, Mode.HONEST)
    check(place, house)
    assert changes(place, house) == ()


def test_mail_that_goes_elsewhere_is_told(place: Desk, house: House, internet: Universe) -> None:
    check(place, house)
    internet.place(DOMAIN, "MX", "10 mx.ailleurs.fr.example.")
    check(place, house)
    (line,) = (line for line in changes(place, house) if line.code.startswith("CHG08"))
    assert (line.code, line.after) == ("CHG08_MAIL_CHANGED", "mx.ailleurs.fr.example")


def behave(internet: Universe, mode: Mode) -> None:
    """Make the registry behave differently, in both of its protocols."""
    for host in (RDAP, WHOIS):
        internet.set_mode(host, mode)


def check(place: Desk, house: House) -> None:
    """Ask for a check of the domain, and do it."""
    with transaction(place.engine, house.actor.practice_id) as session:
        asked = [house.domain_id]
        started = request_probe(session, house.actor, asked, place.options, now=clock.now())
    place.finish([started.id], lambda _: None)


def changes(place: Desk, house: House) -> tuple[ChangeLine, ...]:
    """Return what has changed, the newest first."""
    with transaction(place.engine, house.actor.practice_id, read_only=True) as session:
        return list_changes(session, house.actor)
