"""In hand, to confirm, out of reach."""

from uuid import UUID

import pytest

from probes.interface import HolderClass, VerdictState
from reversibility.catalogues.loader import load_catalogue
from reversibility.catalogues.models import AssetKind
from reversibility.recovery.models import AssetFacts, AssetState, Side
from reversibility.recovery.standing import asset_state
from tests.factories.kinds import write_catalogue


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
        "holder_verdict": VerdictState.CONFIRMED,
        "observed_holder": HolderClass.PRACTICE,
        "practice_administrators": 2,
        "practice_people": 2,
        **overrides,
    }
    return AssetFacts(kind=kind, **values)  # type: ignore[arg-type]


AGENCY = {"practice_administrators": 0, "other_administrators": ("Studio Exemple Web",)}
SEEN_AT_AGENCY = {
    "holder_verdict": VerdictState.CONTRADICTED,
    "observed_holder": HolderClass.PROVIDER,
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
