"""Tables taken anew: written where look-ups find them, dated, and asked for gently."""

import json
from dataclasses import replace
from datetime import date, timedelta

from probes.interface import message
from probes.names import read_name
from probes.registries import find_registry
from probes.registry import observe_async
from probes.tables import present
from probes.tables.outcome import RefreshState
from probes.tables.sheet import list_tables, notes
from probes.tables.table import Kind
from tests.probes.net.connections import counted
from tests.probes.net.publishers import (
    FILES,
    ROOT_ZONE,
    TODAY,
    Publishers,
    rdap_file,
    root_zone_answer,
    suffix_file,
    top_level_file,
)
from tests.probes.net.stage import NAME, ROOT

COUNT = str(len(present.shipped_rdap().servers))


async def test_a_refreshed_bootstrap_is_what_look_ups_use(publishers: Publishers) -> None:
    before = find_registry("cabinet.fr", publishers.options)
    changed = json.dumps(rdap_file()).replace("https://rdap.nic.fr/", "https://rdap.afnic.fr/")
    publishers.files["/rdap/dns.json"] = changed.encode()
    outcome = await publishers.refresh(Kind.RDAP)
    assert outcome.state is RefreshState.REFRESHED
    assert outcome.messages == (message("TAB03_REFRESHED", on="2036-11-20", count=COUNT),)
    assert before.rdap == "https://rdap.nic.fr/"
    assert find_registry("cabinet.fr", publishers.options).rdap == "https://rdap.afnic.fr/"
    # The servers that IANA lacks are still there.
    assert find_registry("cabinet.de", publishers.options).rdap == "https://rdap.denic.de/"


async def test_a_refreshed_table_says_its_source_and_its_days(publishers: Publishers) -> None:
    await publishers.refresh(Kind.RDAP)
    await publishers.refresh(Kind.SUFFIXES)
    rdap, _, listed, whois = list_tables(publishers.folder, TODAY)
    assert (rdap.origin.source, rdap.origin.refreshed) == (
        "https://data.iana.org/rdap/dns.json",
        True,
    )
    assert (rdap.origin.published_on, rdap.origin.read_on) == (date(2036, 11, 20), TODAY)
    assert listed.origin.source == "https://publicsuffix.org/list/psl.dat"
    assert (listed.origin.published_on, listed.origin.read_on) == (date(2036, 11, 28), TODAY)
    assert not whois.origin.refreshed
    assert not notes(rdap, "refresh")
    assert [note.code for note in notes(whois, "refresh")] == ["TAB06_OLD_SERVERS"]
    (old, *_) = list_tables(publishers.folder, TODAY + timedelta(days=91))
    assert [note.code for note in notes(old, "refresh")] == ["TAB06_OLD"]


async def test_a_refreshed_suffix_list_is_what_names_are_read_by(publishers: Publishers) -> None:
    text = suffix_file()
    publishers.files["/list/psl.dat"] = text.replace("\navocat.fr\n", "\navocats.fr\n").encode()
    assert read_name("x.y.avocats.fr", (), publishers.folder).tenant_name == "avocats.fr"
    outcome = await publishers.refresh(Kind.SUFFIXES)
    assert outcome.state is RefreshState.REFRESHED
    name = read_name("x.y.avocats.fr", (), publishers.folder)
    assert (name.registered_name, name.tenant_name) == ("avocats.fr", "y.avocats.fr")
    # The list as published, under one line of ours: any other program can read it.
    stored = (publishers.folder / "public_suffix_list.dat").read_text("utf-8")
    first, _, rest = stored.partition("\n")
    assert first == "// READ ON: 2036-11-30 FROM: https://publicsuffix.org/list/psl.dat"
    assert rest.encode() == publishers.files["/list/psl.dat"]


async def test_a_table_that_is_not_newer_only_gets_the_day_it_was_looked_at(
    publishers: Publishers,
) -> None:
    await publishers.refresh(Kind.RDAP, TODAY - timedelta(days=100))
    outcome = await publishers.refresh(Kind.RDAP)
    assert outcome.state is RefreshState.UNCHANGED
    assert outcome.is_done
    (rdap, *_) = list_tables(publishers.folder, TODAY)
    assert (rdap.origin.read_on, rdap.is_old) == (TODAY, False)


async def test_the_root_zone_is_asked_a_few_questions_about_those_without_rdap_first(
    publishers: Publishers,
) -> None:
    publishers.root_zone = lambda tld: root_zone_answer(tld, f"whois.new.{tld}")
    publishers.files["/TLD/tlds.txt"] = top_level_file("zz", "shop-of-none").encode()
    outcome = await publishers.refresh(Kind.WHOIS)
    # Never read and without RDAP; then the oldest without RDAP, by name.
    assert publishers.asked == ["shop-of-none", "zz", "ae"]
    assert outcome.state is RefreshState.REFRESHED
    asked, changed = outcome.messages
    assert (asked.code, dict(asked.params)["wanted"]) == ("TAB03_ASKED", "3")
    assert dict(changed.params) == {"changes": ".ae whois.aeda.net.ae → whois.new.ae"}
    assert find_registry("cabinet.zz", publishers.options).whois == "whois.new.zz"
    assert find_registry("cabinet.ae", publishers.options).whois == "whois.new.ae"
    assert find_registry("cabinet.fr", publishers.options).whois == "whois.nic.fr"


async def test_the_next_refresh_goes_on_where_the_last_one_ended(publishers: Publishers) -> None:
    await publishers.refresh(Kind.WHOIS)
    await publishers.refresh(Kind.WHOIS)
    assert len(publishers.asked) == len(set(publishers.asked)) == 6
    await publishers.refresh(Kind.WHOIS, TODAY + timedelta(days=31))
    # Those without RDAP are asked about again before any that has it, oldest first.
    assert not set(publishers.asked[6:]) & set(publishers.asked[:6])


async def test_a_domain_without_whois_server_loses_the_one_it_had(publishers: Publishers) -> None:
    await publishers.refresh(Kind.WHOIS)
    first = publishers.asked[0]
    assert find_registry(f"cabinet.{first}", publishers.options).whois == ""
    table = present.whois_servers(publishers.folder)
    assert table.entries[first].read_on == TODAY
    assert table.entries["fr"] == present.shipped_whois().entries["fr"]


async def test_a_domain_that_is_gone_from_the_root_is_gone_from_the_table(
    publishers: Publishers,
) -> None:
    publishers.files["/TLD/tlds.txt"] = top_level_file(without=("dunlop",)).encode()
    await publishers.refresh(Kind.WHOIS)
    assert "dunlop" not in present.whois_servers(publishers.folder).entries


async def test_when_nothing_is_due_nothing_is_asked(publishers: Publishers) -> None:
    publishers.tables = {"whois_questions": 2_000}
    table = present.shipped_whois()
    fresh = {
        tld: replace(entry, read_on=TODAY) for tld, entry in table.entries.items() if tld != "be"
    }
    publishers.folder.mkdir()
    (publishers.folder / "whois-servers.json").write_text(
        json.dumps(
            {
                "source": "whois://whois.iana.org",
                "read_on": TODAY.isoformat(),
                "servers": {tld: list(entry.hosts) for tld, entry in fresh.items()},
            }
        )
    )
    await publishers.refresh(Kind.WHOIS)
    assert publishers.asked == ["be"]
    outcome = await publishers.refresh(Kind.WHOIS)
    assert publishers.asked == ["be"]
    assert outcome.state is RefreshState.UNCHANGED


async def test_a_look_up_never_asks_a_publisher(publishers: Publishers) -> None:
    with counted() as connected:
        await observe_async(NAME, publishers.options)
    assert ROOT in connected
    assert not {FILES, ROOT_ZONE} & set(connected)
