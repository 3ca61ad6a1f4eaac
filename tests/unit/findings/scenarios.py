"""Facts for rules, written short: a scenario says only what it is about."""

import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from probes.interface import HolderClass, VerdictField, VerdictState
from reversibility.access.models import SecondFactor
from reversibility.catalogues.loader import load_catalogue
from reversibility.contracts.models import ClauseReply
from reversibility.findings.facts import (
    Access,
    Agreement,
    AssetFacts,
    Named,
    ProviderFacts,
    RegisterFacts,
    Result,
)
from reversibility.findings.policy import load_policy
from reversibility.register.models import PartyKind

TODAY = date(2026, 11, 30)
CATALOGUE = load_catalogue()
POLICY = load_policy(CATALOGUE)
SCENARIOS: dict[str, list[dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
_PARTIES = {
    "practice": Named(id=UUID(int=1), name="Cabinet Exemple", kind=PartyKind.PRACTICE),
    "agency": Named(id=UUID(int=2), name="Studio Exemple Web", kind=PartyKind.PROVIDER),
    "other": Named(id=UUID(int=3), name="M. Tiers", kind=PartyKind.OTHER),
}
_PEOPLE = {"claire": "practice", "nadia": "practice", "marc": "agency"}
_ROLES = ("provider", "holder", "account_holder", "payer")


def register(scenario: dict[str, Any]) -> RegisterFacts:
    """Return the register of a scenario: one asset, one provider, one contract."""
    agreements = tuple(_agreement(each) for each in scenario.get("contracts", ()))
    asset = _asset(scenario, agreements)
    return RegisterFacts(
        today=TODAY,
        own_domains=frozenset({"cabinet-exemple.example"}),
        assets=(asset,),
        providers=(_provider(scenario, asset, agreements),),
    )


def _asset(scenario: dict[str, Any], agreements: tuple[Agreement, ...]) -> AssetFacts:
    kind = CATALOGUE.kinds[scenario.get("kind", "domain_fr")]
    attributes = {
        name: _day(value).isoformat() if isinstance(value, int) and value is not True
        and value is not False else value
        for name, value in scenario.get("attributes", {}).items()
    }  # fmt: skip
    expires = attributes.get("expires_on")
    return AssetFacts(
        id=UUID(int=10),
        name="l’élément",
        kind=kind,
        importance=kind.importance,
        declared_on=_day(scenario.get("declared", -10)),
        attributes=attributes,
        accesses=tuple(_access(kind, each) for each in scenario.get("accesses", ())),
        results={
            VerdictField(field): _result(each)
            for field, each in scenario.get("results", {}).items()
        },
        asked=frozenset({VerdictField.HOLDER} if kind.family == "domain" else ()),
        expires_on=date.fromisoformat(expires) if expires else None,
        agreements=agreements,
        **{name: _PARTIES.get(scenario.get(name, "")) for name in _ROLES},
    )


def _access(kind: Any, given: dict[str, Any]) -> Access:
    person = given["who"]
    holder = given.get("device", "")
    return Access(
        id=UUID(int=20),
        person=person,
        party=_PARTIES[_PEOPLE[person]],
        role=kind.role(given.get("role", "account_holder")),
        second_factor=SecondFactor(given.get("factor", "app")),
        factor_holder=holder,
        factor_kind=_PARTIES[_PEOPLE[holder]].kind if holder else None,
        recovery_address=given.get("recovery", ""),
        has_left=given.get("left", False),
        ends_on=_day(given["ends"]) if "ends" in given else None,
    )


def _result(given: dict[str, Any]) -> Result:
    holder = given.get("holder")
    return Result(
        state=VerdictState(given["state"]),
        declared="Cabinet Exemple",
        observed=given.get("observed", "STUDIO EXEMPLE WEB"),
        holder=HolderClass(holder) if holder else None,
        judged_on=TODAY,
    )


def _agreement(given: dict[str, Any]) -> Agreement:
    notice = given.get("notice")
    return Agreement(
        id=UUID(int=30),
        title="Création et maintenance",
        provider=_PARTIES["agency"],
        ends_on=_day(given["ends"]) if "ends" in given else None,
        ends_by_itself=given.get("by_itself", False),
        has_notice=notice is not None,
        notice_day=_day(notice) if notice is not None and notice >= 0 else None,
        missed_on=_day(notice) if notice is not None and notice < 0 else None,
        clauses={name: ClauseReply(reply) for name, reply in given.get("clauses", {}).items()},
    )


def _provider(
    scenario: dict[str, Any], asset: AssetFacts, agreements: tuple[Agreement, ...]
) -> ProviderFacts:
    return ProviderFacts(
        party=_PARTIES["agency"],
        domains=("studio-exemple.example",),
        contacts=tuple(scenario.get("contacts", ("Marc Vidal", "Léa Roux"))),
        is_archived=scenario.get("archived", False),
        importance=asset.importance,
        runs=(asset.name,) if asset.provider else (),
        agreements=agreements,
        open_accesses=tuple(
            (asset.name, access) for access in asset.accesses if access.party == _PARTIES["agency"]
        ),
    )


def _day(days: int) -> date:
    return TODAY + timedelta(days=days)
