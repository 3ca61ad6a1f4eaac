"""What is asked about each kind of asset, and how the register is put into the probes' words."""

from datetime import date, datetime
from uuid import UUID

import pytest
from sqlalchemy import Engine

from probes.interface import HolderClass, Source, VerdictField
from reversibility.evidence.declarations import (
    Target,
    declare,
    find_target,
    get_inquiry,
    judged_fields,
)
from reversibility.evidence.errors import NotProbedError
from reversibility.kernel.actor import Actor
from reversibility.register.models import PartyKind
from reversibility.register.queries import PartyRef
from reversibility.store.session import transaction
from tests.factories.evidence import ATTRIBUTES, DOMAIN, open_house

OF_A_DOMAIN = {
    VerdictField.HOLDER,
    VerdictField.REGISTRAR,
    VerdictField.EXPIRY,
    VerdictField.NAME_SERVERS,
}


@pytest.mark.parametrize(
    ("kind", "attributes", "fields"),
    [
        ("domain_fr", {}, OF_A_DOMAIN),
        ("domain_gtld", {"mail_host": "mail.example"}, OF_A_DOMAIN | {VerdictField.MAIL_HOST}),
        ("domain_eu", {"lock": False}, OF_A_DOMAIN | {VerdictField.LOCK}),
        ("dns_zone", {}, {VerdictField.NAME_SERVERS}),
        ("hosting", {}, {VerdictField.CERTIFICATE}),
        ("website_cms", {}, {VerdictField.CERTIFICATE}),
        ("email_m365", {}, {VerdictField.MAIL_HOST}),
        ("google_ads", {}, set()),
        ("gbp", {}, set()),
    ],
)
def test_only_the_fields_of_its_kind_are_judged(
    kind: str, attributes: dict[str, object], fields: set[VerdictField]
) -> None:
    assert judged_fields(kind, declare(attributes, None)) == fields


@pytest.mark.parametrize(
    ("kind", "attributes", "target"),
    [
        ("domain_fr", {"domain": "cabinet.fr.example"}, Target(name="cabinet.fr.example")),
        ("domain_fr", {}, None),
        ("domain_fr", {"domain": " "}, None),
        ("dns_zone", {"zone": "cabinet.fr.example"}, Target(name="cabinet.fr.example")),
        (
            "website_cms",
            {"url": "https://www.cabinet.fr.example/contact"},
            Target(name="www.cabinet.fr.example"),
        ),
        (
            "domain_fr",
            {"domain": "cabinet.fr.example", "site_host": "www.cabinet.fr.example"},
            Target(name="cabinet.fr.example", site_host="www.cabinet.fr.example"),
        ),
        ("google_ads", {"domain": "cabinet.fr.example"}, None),
    ],
)
def test_the_name_to_ask_about_is_the_declared_one(
    kind: str, attributes: dict[str, object], target: Target | None
) -> None:
    assert find_target(kind, attributes) == target


@pytest.mark.parametrize(
    ("kind", "holder"),
    [
        (PartyKind.PRACTICE, HolderClass.PRACTICE),
        (PartyKind.PROVIDER, HolderClass.PROVIDER),
        (PartyKind.OTHER, HolderClass.THIRD_PARTY),
    ],
)
def test_the_declared_holder_is_named(kind: PartyKind, holder: HolderClass) -> None:
    declaration = declare({}, PartyRef(id=UUID(int=1), name="Quelqu'un", kind=kind))
    assert (declaration.holder, declaration.holder_name) == (holder, "Quelqu'un")


def test_nobody_declared_is_nobody() -> None:
    assert declare({}, None).holder is None


def test_an_inquiry_knows_the_practice_and_its_providers(
    engine: Engine, actor: Actor, now: datetime
) -> None:
    house = open_house(engine, actor, now)
    with transaction(engine, actor.practice_id, read_only=True) as session:
        inquiry = get_inquiry(session, actor, house.domain_id)
        with pytest.raises(NotProbedError):
            get_inquiry(session, actor, house.ads_id)
    assert inquiry.target == Target(name=DOMAIN)
    assert inquiry.declaration.expires_on == date(2026, 12, 3)
    assert inquiry.declaration.name_servers == tuple(ATTRIBUTES["name_servers"])  # type: ignore[arg-type]  # a list
    assert [person.name for person in inquiry.practice.people] == ["Dr Claire Martin"]
    assert [provider.name for provider in inquiry.providers] == ["Studio Exemple Web"]
    assert inquiry.sources == {Source.RDAP, Source.WHOIS, Source.DNS}
