"""What whois.iana.org says of one top-level domain."""

from datetime import date

import pytest

from probes.refresh.root_zone import read_answer
from probes.tables.table import TableError

TODAY = date(2026, 11, 30)
ANSWER = """\
% IANA WHOIS server
% for more information on IANA, visit http://www.iana.org
% This query returned 1 object

refer:        whois.tcinet.ru

domain:       РФ
domain-ace:   XN--P1AI

organisation: Coordination Center for TLD RU
address:      8 Zoologicheskaya str.
remarks:      source: this is not the end
nserver:      A.DNS.RIPN.NET 193.232.128.6

whois:        WHOIS.TCINET.RU

status:       ACTIVE
created:      2010-05-12
changed:      2026-04-21
source:       IANA

"""


def test_a_domain_in_another_script_is_known_by_its_ascii_form() -> None:
    entry = read_answer("xn--p1ai", ANSWER.encode(), TODAY)
    assert (entry.hosts, entry.read_on) == (("whois.tcinet.ru",), TODAY)


@pytest.mark.parametrize("line", ["whois:", "whois:        ", ""])
def test_a_domain_may_have_no_whois_server(line: str) -> None:
    answer = ANSWER.replace("whois:        WHOIS.TCINET.RU", line)
    assert read_answer("xn--p1ai", answer.encode(), TODAY).hosts == ()


@pytest.mark.parametrize("length", [0, 100, 300, len(ANSWER) - 10])
def test_an_answer_that_is_cut_is_refused(length: int) -> None:
    with pytest.raises(TableError):
        read_answer("xn--p1ai", ANSWER[:length].encode(), TODAY)


def test_an_answer_about_another_domain_is_refused() -> None:
    with pytest.raises(TableError):
        read_answer("ru", ANSWER.encode(), TODAY)


def test_line_ends_of_the_wire_are_no_part_of_a_name() -> None:
    raw = ANSWER.replace("\n", "\r\n").encode()
    assert read_answer("xn--p1ai", raw, TODAY).hosts == ("whois.tcinet.ru",)
