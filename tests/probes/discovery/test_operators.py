"""A domain that only one house of the catalogue uses is called as that house is."""

import pytest

from probes.discovery.operators import operator_of


@pytest.mark.parametrize(
    ("domain", "name"),
    [
        ("ovh.net", "OVHcloud"),
        ("brevo.com", "Brevo"),
        ("agence-lumen.fr.example", ""),
        # Several houses under one domain, or one under several names: the domain says no more.
        ("google.com", ""),
    ],
)
def test_a_domain_is_called_as_all_its_traces_say(domain: str, name: str) -> None:
    assert operator_of(domain) == name
