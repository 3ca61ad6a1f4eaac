"""Who the published holder is: one scenario for each rule and for each way to be wrong."""

import pytest

from probes.holder.confidence import is_decided
from probes.holder.read import read_holder
from probes.interface import Registration
from probes.texts import LOCALES, render
from tests.probes.holder.scenarios import scenarios


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda scenario: scenario.id)
def test_the_holder_is_read_as_a_clerk_would(scenario):
    registration = Registration(registrant=scenario.contact)
    reading = read_holder(registration, scenario.practice, scenario.providers)

    told = {reason.code for reason in reading.reasons}
    assert (reading.holder, is_decided(reading)) == (scenario.holder, scenario.decided), told
    assert scenario.tags <= told


@pytest.mark.parametrize("scenario", scenarios(), ids=lambda scenario: scenario.id)
def test_every_reading_can_be_said_in_both_languages(scenario):
    registration = Registration(registrant=scenario.contact)
    reading = read_holder(registration, scenario.practice, scenario.providers)

    assert reading.reasons
    for reason in reading.reasons:
        assert all(render(reason, locale) for locale in LOCALES)
