"""In hand, to confirm, out of reach; and what needs attention."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from probes.interface import HolderClass, VerdictField, VerdictState
from reversibility.catalogues.loader import load_catalogue
from reversibility.catalogues.models import AssetKind
from reversibility.recovery import texts
from reversibility.recovery.models import AssetFacts, AssetState, Severity, Side
from reversibility.recovery.standing import asset_state, find_problems
from tests.factories.kinds import write_catalogue

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def kind(tmp_path_factory: pytest.TempPathFactory) -> AssetKind:
    """Return a kind."""
    return load_catalogue(write_catalogue(tmp_path_factory.mktemp("kinds"))).kinds["a_domain"]


def facts(kind: AssetKind, **overrides: object) -> AssetFacts:
    """Return an asset that the practice holds and two of its people administer."""
    values: dict[str, object] = {
        "id": UUID(int=1),
        "name": "cabinet-exemple.example",
        "importance": 4,
        "declared_holder": Side.PRACTICE,
        "declared_holder_name": "Cabinet Exemple",
        "holder_verdict": VerdictState.CONFIRMED,
        "observed_holder": HolderClass.PRACTICE,
        "practice_administrators": 2,
        "practice_people": 2,
        "payer": Side.PRACTICE,
        **overrides,
    }
    return AssetFacts(kind=kind, **values)  # type: ignore[arg-type]


AGENCY = {"practice_administrators": 0, "other_administrators": ("Studio Exemple Web",)}
SEEN_AT_AGENCY = {
    "holder_verdict": VerdictState.CONTRADICTED,
    "observed_holder": HolderClass.PROVIDER,
    "observed_holder_name": "STUDIO EXEMPLE WEB",
}


@pytest.mark.parametrize(
    ("overrides", "state"),
    [
        ({}, AssetState.IN_HAND),
        ({"holder_verdict": None}, AssetState.IN_HAND),
        ({"holder_verdict": VerdictState.NOT_PUBLISHED}, AssetState.TO_CONFIRM),
        ({"holder_verdict": VerdictState.INCONCLUSIVE}, AssetState.TO_CONFIRM),
        ({"practice_administrators": 0}, AssetState.TO_CONFIRM),
        (AGENCY, AssetState.OUT_OF_REACH),
        (SEEN_AT_AGENCY, AssetState.TO_CONFIRM),
        ({**SEEN_AT_AGENCY, "practice_administrators": 0}, AssetState.OUT_OF_REACH),
        ({"declared_holder": Side.PROVIDER, **AGENCY}, AssetState.OUT_OF_REACH),
        ({"declared_holder": Side.NOBODY}, AssetState.TO_CONFIRM),
    ],
)
def test_an_asset_stands_where_holder_and_access_put_it(
    kind: AssetKind, overrides: dict[str, object], state: AssetState
) -> None:
    assert asset_state(facts(kind, **overrides)) is state


@pytest.mark.parametrize(
    ("overrides", "code", "severity"),
    [
        (SEEN_AT_AGENCY, "holder_differs", Severity.CRITICAL),
        ({**SEEN_AT_AGENCY, "importance": 2}, "holder_differs", Severity.IMPORTANT),
        ({"declared_holder": Side.PROVIDER}, "holder_is_provider", Severity.CRITICAL),
        ({"declared_holder": Side.NOBODY}, "holder_unknown", Severity.IMPORTANT),
        ({"holder_verdict": VerdictState.NOT_PUBLISHED}, "holder_to_justify", Severity.MODERATE),
        ({"expires_on": TODAY - timedelta(days=1)}, "expired", Severity.CRITICAL),
        ({"expires_on": TODAY + timedelta(days=30)}, "expires_soon", Severity.CRITICAL),
        ({"expires_on": TODAY + timedelta(days=60)}, "expires_soon", Severity.IMPORTANT),
        (AGENCY, "provider_alone", Severity.CRITICAL),
        ({"practice_administrators": 0}, "nobody_administers", Severity.IMPORTANT),
        ({"practice_administrators": 1}, "sole_administrator", Severity.IMPORTANT),
        ({"administrators_without_second_factor": 1}, "no_second_factor", Severity.MODERATE),
        ({"payer": Side.PROVIDER, "payer_name": "Studio"}, "payer_is_provider", Severity.MODERATE),
        ({"contradicted": ("name_servers",)}, "differs_name_servers", Severity.MODERATE),
    ],
)
def test_what_needs_attention_is_found_with_its_severity(
    kind: AssetKind, overrides: dict[str, object], code: str, severity: Severity
) -> None:
    (problem,) = find_problems([facts(kind, **overrides)], today=TODAY)
    assert (problem.code, problem.severity) == (code, severity)


def test_an_asset_in_order_needs_nothing(kind: AssetKind) -> None:
    calm = facts(kind, expires_on=TODAY + timedelta(days=61))
    assert find_problems([calm], today=TODAY) == ()


def test_a_masked_holder_is_never_said_to_be_somebody_else(kind: AssetKind) -> None:
    masked = facts(
        kind, holder_verdict=VerdictState.NOT_PUBLISHED, observed_holder=HolderClass.REDACTED
    )
    assert {problem.code for problem in find_problems([masked], today=TODAY)} == {
        "holder_to_justify"
    }


def test_the_gravest_comes_first_and_the_nearest_date_before_the_rest(kind: AssetKind) -> None:
    soon = facts(kind, **SEEN_AT_AGENCY, expires_on=TODAY + timedelta(days=10))
    minor = facts(kind, importance=2, practice_administrators=1)
    codes = [problem.code for problem in find_problems([minor, soon], today=TODAY)]
    assert codes == ["expires_soon", "holder_differs", "sole_administrator"]


def test_every_problem_has_its_words_in_both_languages() -> None:
    codes = {f"differs_{field.value}" for field in VerdictField} - {
        "differs_holder",
        "differs_control",
    }
    assert codes <= texts.problem_codes()


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_a_problem_says_what_is_and_what_to_do(kind: AssetKind, locale: str) -> None:
    for overrides in (SEEN_AT_AGENCY, AGENCY, {"practice_administrators": 1}):
        (problem,) = find_problems([facts(kind, **overrides)], today=TODAY)
        assert "cabinet-exemple.example" in texts.fact(problem, locale)
        assert texts.action(problem, locale)


@pytest.mark.parametrize(
    ("days", "fr", "en"),
    [
        (-2, "a expiré il y a 2 jours.", "expired 2 days ago."),
        (-1, "a expiré hier.", "expired yesterday."),
        (0, "expire aujourd’hui.", "expires today."),
        (1, "expire demain.", "expires tomorrow."),
        (2, "expire dans 2 jours.", "expires in 2 days."),
    ],
)
def test_a_day_is_said_as_people_say_it(kind: AssetKind, days: int, fr: str, en: str) -> None:
    dated = facts(kind, expires_on=TODAY + timedelta(days=days))
    (problem,) = find_problems([dated], today=TODAY)
    assert texts.fact(problem, "fr") == f"cabinet-exemple.example {fr}"
    assert texts.fact(problem, "en") == f"cabinet-exemple.example {en}"
