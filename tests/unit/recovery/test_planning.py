"""From playbooks to a dated plan, in the order in which things depend on each other."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from reversibility.catalogues.loader import load_catalogue
from reversibility.catalogues.models import Catalogue
from reversibility.catalogues.situations import Situation
from reversibility.recovery.errors import PlanCycleError
from reversibility.recovery.models import AssetFacts, RecoveryPlan, Side
from reversibility.recovery.planning import make_plan
from tests.factories.kinds import kind_text, write_catalogue

START = date(2026, 11, 24)
DOMAIN, ZONE, MAIL, OTHER = (UUID(int=number) for number in range(1, 5))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """Return the small catalogue of the tests."""
    return load_catalogue(write_catalogue(tmp_path_factory.mktemp("catalogue")))


def facts(small: Catalogue, asset_id: UUID, kind: str, **overrides: object) -> AssetFacts:
    """Return an asset held by a provider."""
    values: dict[str, object] = {
        "name": kind,
        "importance": 4,
        "declared_holder": Side.PROVIDER,
        **overrides,
    }
    return AssetFacts(id=asset_id, kind=small.kinds[kind], **values)  # type: ignore[arg-type]


def plan_of(small: Catalogue, *assets: AssetFacts) -> RecoveryPlan:
    """Plan assets in the cooperative situation."""
    return make_plan(assets, Situation.COOPERATIVE, small.common, starts_on=START)


def test_the_domain_comes_before_its_zone_and_the_zone_before_the_mail(small: Catalogue) -> None:
    plan = plan_of(
        small,
        facts(small, MAIL, "a_mail"),
        facts(small, ZONE, "a_zone"),
        facts(small, DOMAIN, "a_domain"),
    )
    assert [asset.asset_id for asset in plan.assets] == [DOMAIN, ZONE, MAIL]
    assert [asset.phase for asset in plan.assets] == ["domain", "zone", "mail"]


def test_what_waits_begins_when_the_other_is_back(small: Catalogue) -> None:
    plan = plan_of(small, facts(small, DOMAIN, "a_domain"), facts(small, ZONE, "a_zone"))
    domain, zone = plan.assets
    assert domain.done_on == START + timedelta(days=12)  # ask 2, change 10; copy 3 beside it
    assert (zone.starts_on, zone.waits_for) == (domain.done_on, (DOMAIN,))
    assert plan.done_on == zone.done_on


def test_the_links_of_the_register_go_before_those_of_the_families(small: Catalogue) -> None:
    plan = plan_of(
        small,
        facts(small, DOMAIN, "a_domain"),
        facts(small, OTHER, "a_domain"),
        facts(small, ZONE, "a_zone", depends_on=(OTHER,)),
    )
    assert plan.assets[-1].waits_for == (OTHER,)


def test_steps_are_dated_one_after_the_other_unless_they_name_what_they_need(
    small: Catalogue,
) -> None:
    (domain,) = plan_of(small, facts(small, DOMAIN, "a_domain")).assets
    days = {step.step.id: (step.due_on - START).days for step in domain.steps}
    assert days == {"ask": 2, "copy": 5, "change": 12}
    assert [step.after for step in domain.steps] == [(), (1,), (1,)]


def test_a_step_that_needs_an_account_becomes_a_question_without_one(small: Catalogue) -> None:
    (without,) = plan_of(small, facts(small, DOMAIN, "a_domain")).assets
    (with_one,) = plan_of(small, facts(small, DOMAIN, "a_domain", practice_people=1)).assets
    assert [step.is_question for step in without.steps] == [False, True, False]
    assert not any(step.is_question for step in with_one.steps)


def test_evidence_is_kept_from_the_first_day_even_of_what_waits(tmp_path: Path) -> None:
    text = kind_text("a_zone", "dns_zone", "domain").replace(
        'id = "ask"', 'id = "ask"\nat_once = true'
    )
    small = load_catalogue(write_catalogue(tmp_path, a_zone=text))
    plan = plan_of(small, facts(small, DOMAIN, "a_domain"), facts(small, ZONE, "a_zone"))
    domain, zone = plan.assets
    ask, copy, _change = zone.steps
    assert (ask.starts_on, ask.due_on) == (START, START + timedelta(days=2))
    assert copy.starts_on == domain.done_on
    assert zone.starts_on == START


def test_what_is_done_already_is_not_planned(small: Catalogue) -> None:
    mine = facts(small, DOMAIN, "a_domain", declared_holder=Side.PRACTICE)
    (domain,) = plan_of(small, mine).assets
    assert [step.step.id for step in domain.steps] == ["ask", "copy"]


def test_assets_that_wait_for_each_other_are_named(small: Catalogue) -> None:
    with pytest.raises(PlanCycleError) as refused:
        plan_of(
            small,
            facts(small, DOMAIN, "a_domain", depends_on=(ZONE,)),
            facts(small, ZONE, "a_zone", depends_on=(DOMAIN,)),
        )
    assert "a_domain" in refused.value.params["cycle"]
