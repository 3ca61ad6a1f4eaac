"""From playbooks to tasks, what generating them anew changes, and when a check closes one."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import pytest

from probes.interface import HolderClass, VerdictField, VerdictState
from reversibility.catalogues.loader import load_catalogue
from reversibility.catalogues.models import Catalogue
from reversibility.catalogues.situations import Situation
from reversibility.exits.tasks.closing import (
    KNOWN,
    Proving,
    Result,
    Said,
    proving,
    what_it_says,
)
from reversibility.exits.tasks.generating import AFTERWARDS, Setting, Wanted, wanted_tasks
from reversibility.exits.tasks.models import TaskOrigin
from reversibility.recovery.critical import Job, schedule
from reversibility.recovery.models import AssetFacts, Side
from reversibility.recovery.planning import make_plan

TODAY, END = date(2026, 12, 1), date(2027, 3, 31)
DOMAIN, ZONE, MAIL = (UUID(int=number) for number in range(1, 4))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def facts(catalogue: Catalogue, asset_id: UUID, kind: str, **overrides: object) -> AssetFacts:
    values = {"name": kind, "importance": 4, "declared_holder": Side.PROVIDER, **overrides}
    return AssetFacts(id=asset_id, kind=catalogue.kinds[kind], **values)  # type: ignore[arg-type]


def tasks(
    catalogue: Catalogue,
    assets: Sequence[AssetFacts],
    situation: Situation = Situation.COOPERATIVE,
) -> tuple[Wanted, ...]:
    plan = make_plan(assets, situation, catalogue.common, starts_on=TODAY)
    kinds = {each.id: each.kind for each in assets}
    return wanted_tasks(plan, Setting(kinds=kinds, mission_ends_on=END))


def small_practice(catalogue: Catalogue) -> list[AssetFacts]:
    return [
        facts(catalogue, MAIL, "email_other"),
        facts(catalogue, ZONE, "dns_zone"),
        facts(catalogue, DOMAIN, "domain_fr"),
    ]


def jobs(found: Sequence[Wanted]) -> list[Job]:
    return [
        Job(
            key=each.key,
            name=each.key,
            days=each.days,
            needs=each.needs,
            not_before=each.not_before,
        )
        for each in found
    ]


@pytest.mark.parametrize("situation", list(Situation))
def test_tasks_end_on_the_days_of_the_plan_that_they_come_from(
    catalogue: Catalogue, situation: Situation
) -> None:
    assets = small_practice(catalogue)
    plan = make_plan(assets, situation, catalogue.common, starts_on=TODAY)
    slots = schedule(jobs(tasks(catalogue, assets, situation)), today=TODAY).slots
    for asset in plan.assets:
        for step in asset.steps:
            slot = slots[f"{asset.asset_id}/{step.step.id}"]
            # What shows control of a zone comes between it and what depends on it.
            assert slot.ends_on >= step.due_on
            if asset.asset_id in {DOMAIN, ZONE}:
                assert slot.ends_on == step.due_on


def test_the_zone_waits_for_the_domain_and_the_mail_for_the_zone(catalogue: Catalogue) -> None:
    slots = schedule(jobs(tasks(catalogue, small_practice(catalogue))), today=TODAY).slots
    domain = slots[f"{DOMAIN}/check_result"].ends_on
    assert slots[f"{ZONE}/change_servers"].starts_on >= domain
    assert slots[f"{MAIL}/switch_mail"].starts_on >= slots[f"{ZONE}/show_control"].ends_on


def test_every_asset_is_put_right_afterwards_as_far_as_its_kind_asks(catalogue: Catalogue) -> None:
    found = tasks(catalogue, small_practice(catalogue))
    for asset_id, kind in ((DOMAIN, "domain_fr"), (MAIL, "email_other")):
        made = {
            each.step
            for each in found
            if each.asset_id == asset_id and each.origin is TaskOrigin.AFTER
        }
        assert made == set(AFTERWARDS) & set(catalogue.kinds[kind].after_common)
        assert "remove_provider" in made


def test_nothing_waits_for_the_removal_of_the_provider(catalogue: Catalogue) -> None:
    mail = facts(catalogue, MAIL, "email_gws")
    found = tasks(catalogue, [mail, facts(catalogue, DOMAIN, "crm", depends_on=(MAIL,))])
    removals = {each.key for each in found if each.step == "remove_provider"}
    assert len(removals) == 2  # one by each asset, not twice for the mail
    assert not any(removals & set(each.needs) for each in found)


def test_the_provider_is_removed_at_the_end_of_the_mission_and_not_before(
    catalogue: Catalogue,
) -> None:
    found = {each.key: each for each in tasks(catalogue, small_practice(catalogue))}
    assert found[f"{DOMAIN}/after.remove_provider"].not_before == END
    assert found[f"{DOMAIN}/after.password"].not_before is None


def test_a_step_without_its_right_is_a_question(catalogue: Catalogue) -> None:
    without = {
        each.step: each for each in tasks(catalogue, [facts(catalogue, DOMAIN, "domain_fr")])
    }
    mine = facts(catalogue, DOMAIN, "domain_fr", practice_people=1)
    with_one = {each.step: each for each in tasks(catalogue, [mine])}
    assert without["order_transfer"].is_question
    assert not with_one["order_transfer"].is_question


def test_every_step_that_a_check_is_about_has_its_rule(catalogue: Catalogue) -> None:
    probed = {
        step.id
        for kind in catalogue.kinds.values()
        for situation in Situation
        for step in kind.playbook(situation).steps
        if step.probe
    }
    assert probed - KNOWN == set()


def test_every_kind_in_every_situation_makes_tasks_that_can_be_placed(
    catalogue: Catalogue,
) -> None:
    assets = [
        facts(catalogue, UUID(int=number), kind)
        for number, kind in enumerate(catalogue.kinds, start=1)
    ]
    assert len(assets) == 40
    for situation in Situation:
        found = tasks(catalogue, assets, situation)
        keys = [each.key for each in found]
        assert len(set(keys)) == len(keys)
        assert max(len(key) for key in keys) <= 120
        schedule(jobs(found), today=TODAY)


def result(field: str, state: VerdictState, observed: str = "", **more: object) -> Result:
    return Result(field=VerdictField(field), state=state, observed=observed, **more)  # type: ignore[arg-type]


def says(step: str, found: Result, before: str = "") -> Said:
    how = proving(step, found.field)
    assert how is not None
    return what_it_says(how, found, seen_before=before)


def test_what_is_still_as_it_was_closes_nothing_even_when_the_register_agrees() -> None:
    same = result("registrar", VerdictState.CONFIRMED, "Gandi")
    assert says("order_transfer", same, "Gandi") is Said.NOT_YET
    assert says("order_transfer", same, "OVH") is Said.REACHED
    assert says("order_transfer", same) is Said.NOT_YET


def test_what_moved_elsewhere_than_declared_is_not_there_yet() -> None:
    elsewhere = result("name_servers", VerdictState.CONTRADICTED, "ns1.autre.example")
    assert says("change_servers", elsewhere, "ns1.avant.example") is Said.NOT_YET


@pytest.mark.parametrize(
    ("holder", "said"),
    [
        (HolderClass.PRACTICE, Said.REACHED),
        (HolderClass.PROVIDER, Said.NOT_YET),
        (HolderClass.REDACTED, Said.NOTHING),
        (HolderClass.ABSENT, Said.NOTHING),
    ],
)
def test_a_holder_is_reached_when_it_is_the_practice_and_masked_says_nothing(
    holder: HolderClass, said: Said
) -> None:
    # The agency, declared and seen, is confirmed: that is no change of holder.
    seen = result("holder", VerdictState.CONFIRMED, "Quelqu’un", holder=holder)
    assert says("correct_holder", seen) is said


@pytest.mark.parametrize("state", [VerdictState.UNREACHABLE, VerdictState.INCONCLUSIVE])
def test_silence_neither_closes_nor_opens(state: VerdictState) -> None:
    assert says("order_transfer", result("registrar", state), "Gandi") is Said.NOTHING
    assert says("check_record", result("holder", state)) is Said.NOTHING


def test_taking_note_needs_a_dated_answer_and_no_more() -> None:
    assert says("copy_zone", result("name_servers", VerdictState.CONTRADICTED)) is Said.REACHED


def test_what_needs_a_code_or_a_decision_is_not_closed_by_a_check() -> None:
    assert proving("ask_registrar", "lock") is Proving.SUPPORT
    assert proving("open_account", "") is None
