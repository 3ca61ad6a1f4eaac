"""Forms declared as tables of labels: one record for each thing such a table can say."""

from datetime import date

import pytest

from probes.interface import LookupState, Privacy
from probes.whois.forms import declared
from probes.whois.parse import parse
from probes.whois.registries import Form, known_registries
from tests.probes.parse.reading import facts, holder, whois

REGISTRIES = [
    "fred", "freenom", "educause", "hkirc", "hostmaster-ua", "nic-ve", "isnic", "norid", "twnic",
    "channelisles", "nask", "traficom",
]  # fmt: skip
WITHOUT_HOLDER = {"nask"}
WITHOUT_EXPIRY = {"norid", "channelisles"}
WITHOUT_SERVERS = {"norid"}
# Where the registry publishes no registrar, the contact next to the holder is not made one.
REGISTRARS = {
    "fred": "REG-ATELIER",
    "norid": "REG466-NORID",
    "channelisles": "Atelier du Nom (https://www.atelier.example)",
} | dict.fromkeys(["hkirc", "hostmaster-ua", "twnic", "nask", "traficom"], "Atelier du Nom")


@pytest.mark.parametrize("registry", REGISTRIES)
def test_the_holder_is_the_holder_and_nobody_else(registry):
    parsed = whois(f"{registry}.txt", registry=registry)

    assert (parsed.state, parsed.parser) == (LookupState.REGISTERED, "declared")
    if registry in WITHOUT_HOLDER:
        assert facts(parsed).registrant is None
    else:
        found = holder(parsed)
        assert "Cabinet Exemple" in {found.organization, found.name}
        assert found.email in {None, "contact@cabinet-exemple.example"}


@pytest.mark.parametrize("registry", REGISTRIES)
def test_days_are_read_in_the_order_the_registry_writes(registry):
    registration = facts(whois(f"{registry}.txt", registry=registry))

    assert registration.created == date(2009, 5, 2)
    expected = None if registry in WITHOUT_EXPIRY else date(2027, 5, 3)
    assert registration.expires == expected
    assert registration.updated in {None, date(2022, 2, 11)}


@pytest.mark.parametrize("registry", REGISTRIES)
def test_registrar_and_name_servers_are_read(registry):
    registration = facts(whois(f"{registry}.txt", registry=registry))

    servers = () if registry in WITHOUT_SERVERS else ("ns1.atelier.example", "ns2.atelier.example")
    assert registration.name_servers == servers
    assert registration.registrar == REGISTRARS.get(registry)


def test_organisation_person_and_country_are_told_apart_in_the_block_of_the_handle():
    company = holder(whois("fred.txt", registry="fred"))

    assert (company.organization, company.name) == ("Cabinet Exemple", "Camille Exemple")
    assert (company.handle, company.country) == ("CABEX-1", "CZ")


def test_what_is_given_in_one_script_only_is_taken_from_there():
    company = holder(whois("hostmaster-ua.txt", registry="hostmaster-ua"))

    assert (company.organization, company.name) == ("Cabinet Exemple", "Camille Exemple")
    assert company.country == "FR"


def test_several_statuses_on_a_line_are_several():
    registration = facts(whois("twnic.txt", registry="twnic"))

    assert registration.statuses == ("clienttransferprohibited", "clientupdateprohibited")


def test_a_handle_without_its_block_stays_a_handle_and_is_nobody_s_name():
    text = "domain: exemple.test\nholder: exemple1234-00001\ncreated: 2009-05-02\n"

    parsed = parse("exemple.test", "internetstiftelsen", text.encode())

    assert (holder(parsed).handle, holder(parsed).name) == ("exemple1234-00001", None)
    assert facts(parsed).privacy is Privacy.ABSENT


def test_an_answer_in_the_form_the_registry_moved_to_is_read_by_its_look():
    parsed = whois("icann-thick.txt", "cabinet-fontaine.paris.example", "iedr")

    assert parsed.parser == "icann"


def test_every_table_belongs_to_a_registry_and_the_other_way_round():
    with_table = {item.id for item in known_registries() if item.form is Form.DECLARED}

    assert with_table == set(declared.registries())
