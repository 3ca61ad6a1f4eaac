"""Which registry a name belongs to."""

import pytest

from probes.whois.registries import Form, find_registry, registry_for


@pytest.mark.parametrize(
    ("name", "registry", "form"),
    [
        ("avocat.fr", "afnic", Form.AFNIC),
        ("cabinet.avocat.fr", "afnic", Form.AFNIC),
        ("git.yt", "afnic", Form.AFNIC),
        ("RE", "afnic", Form.AFNIC),
        ("exemple.com", "verisign", Form.ICANN),
        ("exemple.paris", "icann", Form.ICANN),
        ("exemple.io", "icann", Form.ICANN),
        ("exemple.de", "denic", Form.DENIC),
        ("exemple.co.uk", "nominet", Form.NOMINET),
        ("exemple.it", "registro-it", Form.REGISTRO_IT),
        ("exemple.li", "switch", Form.SWITCH),
        ("exemple.ca", "cira", Form.ICANN),
        ("exemple.gouv.ci", "icann", Form.ICANN),
        ("exemple.edu", "educause", Form.DECLARED),
        ("exemple.zz", "other", Form.OTHER),
        ("exemple.xn--p1ai", "tci", Form.DECLARED),
        ("exemple.xn--90ais", "other", Form.OTHER),
        ("exemple.mil", "other", Form.OTHER),
    ],
)
def test_a_suffix_leads_to_its_registry_and_its_form(name, registry, form):
    assert registry_for(name) == registry
    assert find_registry(registry).form is form


def test_a_registry_configured_by_an_operator_but_unknown_to_us_has_no_declared_form():
    assert find_registry("house-registry").form is Form.OTHER
