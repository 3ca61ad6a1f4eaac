"""Each case on each zone of its table: what must be found is, and nothing that must not."""

import pytest

from probes.cases import cases
from probes.discovery.catalogue import shipped
from probes.discovery.model import TraceSource
from tests.probes.cases.scenarios import Scenario, run, scenarios
from tests.universe.universe import Universe


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda scenario: scenario.label)
async def test_the_table_is_met(universe: Universe, scenario: Scenario) -> None:
    found = {finding.message.code for finding in await run(universe, scenario)}
    assert {code for code in found if code.startswith(f"{scenario.case}_")} == scenario.tags
    if scenario.alone:
        assert found == scenario.tags


def test_every_tag_is_found_somewhere_and_every_case_is_silent_somewhere() -> None:
    listed = scenarios()
    every = {tag.code for case in cases().values() for tag in case.tags}
    assert {tag for scenario in listed for tag in scenario.tags} == every
    assert {scenario.case for scenario in listed if not scenario.mandatory} == set(cases())


async def test_a_key_is_looked_for_at_every_mail_service_of_the_catalogue(
    universe: Universe,
) -> None:
    await run(universe, Scenario(case="MAI05", name="en-ordre.fr.example", mandatory=()))
    asked = " ".join(universe.questions("ns.atelier-nord.com.example"))
    services = [
        entry.at
        for entry in shipped().fingerprints.values()
        if entry.source is TraceSource.DKIM and entry.at
    ]
    assert [at for at in services if f"{at[0]}._domainkey.en-ordre" not in asked] == []
