"""Mangled home pages and zone files, taken as discovery takes them: traces, draft, languages."""

import json
from datetime import UTC, datetime
from functools import cache

from probes.asking import Target
from probes.discovery.asking_site import legal_notice_of
from probes.discovery.discover import find
from probes.discovery.drafting import draft_of, related_names
from probes.discovery.inferring.seen import Seen
from probes.discovery.model import Draft, SeenPage
from probes.discovery.pasted import discover_pasted
from probes.discovery.report import for_people, for_programs
from probes.errors import PastedError
from probes.interface import Survey, message
from probes.names import read_name
from probes.options import ProbeOptions, Registry
from probes.texts import render
from tests.fuzz.records import Record

_NAME = "cabinet.fr.example"
_NOW = datetime(2026, 11, 30, 8, 30, tzinfo=UTC)
_OPTIONS = ProbeOptions(extra_suffixes=("fr.example",))


def read_page(record: Record) -> bool:
    """Draft from a page and put the draft into words."""
    page = SeenPage(url=f"https://{_NAME}/", body=record.raw)
    legal_notice_of(page)
    seen = Seen(target=_target(), options=_OPTIONS, survey=_survey(), pages=(page, page))
    proposals, questions = draft_of(seen, find(seen))
    draft = Draft(
        name=_NAME,
        proposals=tuple(proposals),
        questions=tuple(questions),
        related=tuple(related_names(seen)),
        notes=(),
        asked=(),
        started_at=_NOW,
        finished_at=_NOW,
    )
    for_people(draft, "fr")
    json.dumps(for_programs(draft, "en"))
    return True


def read_zone_file(record: Record) -> bool:
    """Draft from a zone file, or refuse it in a sentence."""
    text = record.raw.decode("utf-8", errors="replace")
    try:
        draft = discover_pasted(_NAME, _OPTIONS, zone=text, now=_NOW)
    except PastedError as error:
        render(message(error.code, **error.params), "fr")
        return True
    json.dumps(for_programs(draft, "fr"))
    return True


@cache
def _target() -> Target:
    registry = Registry(id="afnic", suffixes=("fr.example",))
    return Target(name=read_name(_NAME, ("fr.example",)), registry=registry, site_host=_NAME)


@cache
def _survey() -> Survey:
    return Survey(
        name=_NAME,
        registered_name=_NAME,
        registry="afnic",
        observations=(),
        started_at=_NOW,
        finished_at=_NOW,
    )
