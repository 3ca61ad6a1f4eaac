"""What falls when a provider vanishes: at once, at the term, not known, or not at all."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from reversibility.recovery.falling import (
    Cause,
    Fall,
    Fate,
    Reliance,
    first_protections,
    what_falls,
)

AGENCY, HOST = UUID(int=100), UUID(int=101)
TERM = date(2026, 12, 3)
DOMAIN, ZONE, HOSTING, SITE, MAIL = (UUID(int=number) for number in range(1, 6))


def reliance(asset_id: UUID, family: str, **overrides: object) -> Reliance:
    """Return an asset that the agency runs and alone administers."""
    asset = Reliance(
        id=asset_id, name=family, family=family, importance=2, runs=AGENCY, pays=None,
        practice_administers=False, administrators=frozenset({AGENCY}), expires_on=None,
    )  # fmt: skip
    return replace(asset, **overrides)  # type: ignore[arg-type]  # fields of Reliance


def ours(asset_id: UUID, family: str, **overrides: object) -> Reliance:
    """Return an asset that the practice administers, and the agency has nothing to do with."""
    values = {"runs": None, "practice_administers": True, "administrators": frozenset()}
    return reliance(asset_id, family, **{**values, **overrides})


def fall_of(assets: list[Reliance], asset_id: UUID) -> Fall:
    """Return what becomes of one asset when the agency vanishes."""
    return next(fall for fall in what_falls(assets, AGENCY) if fall.asset.id == asset_id)


def test_what_the_provider_alone_administers_falls_at_once_and_the_site_on_it_too() -> None:
    assets = [reliance(HOSTING, "hosting"), ours(SITE, "website", depends_on=(HOSTING,))]
    assert fall_of(assets, HOSTING).fate is Fate.NOW
    site = fall_of(assets, SITE)
    assert (site.fate, site.cause, site.because_of) == (Fate.NOW, Cause.RESTS, HOSTING)


def test_a_domain_lives_until_its_term_and_takes_the_mail_with_it() -> None:
    assets = [
        reliance(DOMAIN, "domain", pays=AGENCY, expires_on=TERM),
        ours(MAIL, "email", depends_on=(DOMAIN,)),
    ]
    assert fall_of(assets, DOMAIN) == Fall(
        asset=assets[0], fate=Fate.LATER, cause=Cause.RENEWS, on=TERM
    )
    assert (fall_of(assets, MAIL).fate, fall_of(assets, MAIL).on) == (Fate.LATER, TERM)


def test_a_contract_that_covers_an_asset_is_a_link_and_never_said_to_be_safe() -> None:
    nobody = {"runs": None, "administrators": frozenset()}
    covered = reliance(HOSTING, "hosting", **nobody, agreed=frozenset({AGENCY}))
    assert fall_of([covered], HOSTING) == Fall(
        asset=covered, fate=Fate.UNKNOWN, cause=Cause.COVERED
    )
    apart = reliance(HOSTING, "hosting", **nobody)
    assert fall_of([apart], HOSTING).cause is Cause.ELSEWHERE
    held = replace(covered, practice_administers=True)
    assert fall_of([held], HOSTING).fate is Fate.HOLDS


def test_what_falls_first_decides_when_several_things_are_needed() -> None:
    assets = [
        reliance(DOMAIN, "domain", expires_on=TERM),
        reliance(HOSTING, "hosting"),
        ours(SITE, "website", depends_on=(DOMAIN, HOSTING)),
    ]
    assert fall_of(assets, SITE).because_of == HOSTING


def test_what_the_provider_only_pays_falls_at_the_next_term() -> None:
    fall = fall_of([ours(MAIL, "email", pays=AGENCY, expires_on=TERM)], MAIL)
    assert (fall.fate, fall.cause, fall.on) == (Fate.LATER, Cause.PAYS, TERM)


def test_what_the_practice_or_another_provider_administers_holds() -> None:
    with_us = reliance(HOSTING, "hosting", practice_administers=True)
    with_host = reliance(ZONE, "dns_zone", administrators=frozenset({AGENCY, HOST}))
    assert fall_of([with_us], HOSTING).cause is Cause.GETS_IN
    assert fall_of([with_host], ZONE).cause is Cause.ELSEWHERE
    assert {fall.fate for fall in what_falls([with_us, with_host], AGENCY)} == {Fate.HOLDS}


def test_where_nobody_is_declared_to_get_in_the_answer_is_not_known() -> None:
    hosting = reliance(HOSTING, "hosting", administrators=frozenset())
    assert fall_of([hosting], HOSTING).fate is Fate.UNKNOWN
    site = ours(SITE, "website", depends_on=(HOSTING,))
    assert fall_of([hosting, site], SITE).fate is Fate.UNKNOWN


def test_the_provider_vanishing_leaves_the_assets_of_another_alone() -> None:
    theirs = reliance(MAIL, "email", runs=HOST, administrators=frozenset({HOST}))
    assert fall_of([theirs], MAIL).cause is Cause.ELSEWHERE


def test_a_circle_of_needs_falls_as_one_and_ends() -> None:
    assets = [
        reliance(ZONE, "dns_zone", depends_on=(MAIL,)),
        ours(MAIL, "email", depends_on=(ZONE,)),
    ]
    assert [fall.fate for fall in what_falls(assets, AGENCY)] == [Fate.NOW, Fate.NOW]


def test_what_protects_first_is_what_holds_most_others() -> None:
    assets = [
        reliance(DOMAIN, "domain", expires_on=TERM),
        ours(MAIL, "email", depends_on=(DOMAIN,)),
        ours(ZONE, "dns_zone", depends_on=(DOMAIN,)),
        reliance(HOSTING, "hosting", importance=1),
    ]
    found = first_protections(assets, AGENCY)
    assert [(each.fall.asset.id, each.saved) for each in found] == [(DOMAIN, 3), (HOSTING, 1)]


def test_what_only_wins_time_is_told_as_such_and_the_next_step_holds_the_rest() -> None:
    assets = [
        reliance(DOMAIN, "domain", expires_on=TERM),
        reliance(ZONE, "dns_zone", depends_on=(DOMAIN,)),
        ours(MAIL, "email", depends_on=(ZONE,)),
    ]
    zone, domain = first_protections(assets, AGENCY)
    assert (zone.fall.asset.id, zone.saved, zone.postponed) == (ZONE, 0, 2)
    assert (domain.fall.asset.id, domain.saved, domain.postponed) == (DOMAIN, 3, 0)


def test_what_would_change_nothing_by_itself_is_not_named_first() -> None:
    assets = [reliance(DOMAIN, "email"), reliance(ZONE, "dns_zone", depends_on=(DOMAIN,))]
    assert [each.fall.asset.id for each in first_protections(assets, AGENCY)] == [DOMAIN, ZONE]


def test_nothing_to_protect_is_no_advice() -> None:
    assert first_protections([ours(SITE, "website")], AGENCY) == ()
