"""One page asked for, whatever the server does; excerpts kept, and never the page."""

import dataclasses
import hashlib
import json

import pytest

from probes.interface import LookupState, Observation, PointerState, Source
from probes.registry import sitting
from tests.universe.modes import Mode
from tests.universe.universe import Universe
from tests.universe.world.records import HERE

WEB = "web1.hebergeur-exemple.com.example"
NAME = "entretien.fr.example"


async def _page(universe: Universe, host: str, seconds: float = 8.0) -> Observation:
    limits = dataclasses.replace(universe.options.limits, deadline_seconds=seconds)
    options = dataclasses.replace(universe.options, limits=limits)
    async with sitting(options) as asking:
        survey = await asking.observe(
            NAME, site_host=f"{host}.{NAME}", sources=[Source.PAGE], in_depth=True
        )
    (observation,) = survey.observations
    return observation


async def test_a_page_is_asked_for_once_and_only_its_digest_and_excerpts_are_kept(
    universe: Universe,
) -> None:
    seen = await _page(universe, "formulaires")
    assert universe.questions(WEB) == ("GET formulaires.entretien.fr.example/",)
    page = (HERE / "sites" / "entretien-formulaires.html").read_bytes()
    kept = json.loads(seen.raw)
    assert kept["page_sha256"] == hashlib.sha256(page).hexdigest()
    assert len(kept["excerpts"]) == 4
    assert b"compte=123456" not in seen.raw
    assert b"Cabinet" not in seen.raw
    assert seen.sha256 == hashlib.sha256(seen.raw).hexdigest()


async def test_the_replies_that_say_where_a_script_leads_are_kept(universe: Universe) -> None:
    seen = await _page(universe, "ressources")
    led = {item.target: item.state for item in seen.facts.pointers}
    assert led == {
        "cdn.libre.com.example": PointerState.LAPSED,
        "widget.en-ordre.fr.example": PointerState.MISSING,
        "www.maitre-durand.fr.example": PointerState.ANSWERS,
    }
    assert len(json.loads(seen.raw)["dns_replies"]) >= 3


async def test_no_field_is_asked_for_its_page_again_without_need(universe: Universe) -> None:
    async with sitting(universe.options) as asking:
        survey = await asking.observe(NAME, site_host=f"dates.{NAME}", sources=[Source.PAGE])
    assert survey.observations == ()
    assert universe.questions(WEB) == ()


@pytest.mark.parametrize(
    ("mode", "state", "code"),
    [
        (Mode.THROTTLED, LookupState.THROTTLED, "PAG02_STATUS"),
        (Mode.REFUSED, LookupState.REFUSED, "PAG02_STATUS"),
        (Mode.UNAVAILABLE, LookupState.REGISTERED, "PAG02_STATUS"),
        (Mode.REDIRECT_LOOP, LookupState.UNREACHABLE, "NET01_TOO_MANY_REDIRECTS"),
        (Mode.REDIRECT_TO_PRIVATE, LookupState.UNREACHABLE, "NET01_REFUSED_ADDRESS"),
        (Mode.GZIP_BOMB, LookupState.REGISTERED, "PAG02_LONG"),
        (Mode.ONE_MEGABYTE, LookupState.REGISTERED, "PAG02_LONG"),
        (Mode.EMPTY, LookupState.REGISTERED, None),
        (Mode.STALLING, LookupState.UNREACHABLE, "NET01_TIMED_OUT"),
        (Mode.SILENT, LookupState.UNREACHABLE, "NET01_TIMED_OUT"),
        (Mode.RESET, LookupState.UNREACHABLE, None),
    ],
)
async def test_whatever_the_server_does_is_one_bounded_answer(
    universe: Universe, mode: Mode, state: LookupState, code: str | None
) -> None:
    universe.set_mode(WEB, mode)
    seen = await _page(universe, "formulaires", seconds=1.0)
    assert seen.state is state
    assert len(seen.raw) < 20_000
    assert code is None or code in {note.code for note in seen.messages}
