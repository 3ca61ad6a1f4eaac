"""What the shipped catalogue says: whole in both languages, sourced, fair, and well printed."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import product

import pytest

from reversibility.catalogues.loader import load_catalogue
from reversibility.catalogues.models import AssetKind, Catalogue, Grade, Step, Text, Who
from reversibility.catalogues.sequence import steps_that_apply
from reversibility.catalogues.situations import Situation
from tests.unit.catalogues.words import OWNER_FR, QUOTED_FR, every_text, faults

# The ids, families and weights are settled for every catalogue of the product.
KINDS = {
    "domain_fr": ("domain", 4),
    "domain_gtld": ("domain", 4),
    "domain_eu": ("domain", 4),
    "domain_cctld": ("domain", 4),
    "dns_zone": ("dns_zone", 4),
    "hosting": ("hosting", 3),
    "website_cms": ("website", 3),
    "site_builder": ("website", 3),
    "source_code": ("source_code", 3),
    "email_m365": ("email", 4),
    "email_gws": ("email", 4),
    "email_other": ("email", 4),
    "email_filter": ("email", 3),
    "tls_cert": ("tls_cert", 3),
    "crm": ("crm", 3),
    "practice_software": ("practice_software", 4),
    "appointment": ("appointment", 4),
    "google_ads": ("ads", 2),
    "microsoft_ads": ("ads", 2),
    "meta_business": ("ads", 2),
    "tiktok_ads": ("ads", 2),
    "linkedin": ("ads", 2),
    "ga4": ("analytics", 1),
    "analytics_other": ("analytics", 1),
    "gsc": ("analytics", 2),
    "gtm": ("analytics", 2),
    "gbp": ("profile", 3),
    "youtube": ("profile", 2),
    "social_page": ("profile", 2),
    "chat": ("profile", 1),
    "cloud_storage": ("data", 4),
    "backup": ("data", 4),
    "telephony": ("telephony", 3),
    "payment": ("payment", 4),
    "emailing": ("emailing", 2),
    "consent": ("site_service", 2),
    "api_key": ("site_service", 2),
    "visual_identity": ("rights", 2),
    "it_admin": ("it_admin", 4),
    "einvoicing": ("practice_software", 3),
}
STATEMENTS = ("demand", "preconditions", "proof", "traps")
CASES = list(product((True, False), repeat=2))
ENTERS = re.compile(
    r"(Exporter|Télécharger|Copier|Transférer|Retirer|Se connecter|Entrer|Sauvegarder|Créer un "
    r"(compte|accès|utilisateur) d’administrat)"
)


@cache
def shipped() -> Catalogue:
    """Return the catalogue of the product."""
    return load_catalogue()


def kinds() -> list[AssetKind]:
    """Return its kinds."""
    return list(shipped().kinds.values())


def named(kind: AssetKind) -> str:
    """Name a test's case by its kind."""
    return kind.id


def steps(kind: AssetKind) -> Iterator[tuple[str, Step]]:
    """Yield each step written in a kind, with where it stands."""
    for situation, playbook in kind.situations.items():
        for step in playbook.steps:
            yield f"{kind.id}.{situation}.{step.id}", step


def test_the_kinds_stand_with_their_family_and_weight() -> None:
    assert {kind.id: (kind.family, kind.importance) for kind in kinds()} == KINDS


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize("situation", Situation)
@pytest.mark.parametrize("kind", kinds(), ids=named)
def test_there_is_a_way_back_in_every_case(
    kind: AssetKind, situation: Situation, locale: str
) -> None:
    playbook = kind.playbook(situation)
    assert playbook.summary
    assert playbook.summary.in_(locale)
    for holds, administers in CASES:
        here, _follows = steps_that_apply(playbook.steps, holds=holds, administers=administers)
        case = f"{kind.id}, {situation}, holds: {holds}, administers: {administers}"
        assert len(here) >= 2, f"{case}: {[step.id for step in here]}"
        assert all(step.title.in_(locale) and step.seen_by.in_(locale) for step in here)


@pytest.mark.parametrize("kind", kinds(), ids=named)
def test_a_kind_says_what_to_ask_for_what_to_fear_and_what_to_do_afterwards(
    kind: AssetKind,
) -> None:
    assert all(len(getattr(kind, name)) >= 2 for name in STATEMENTS)
    assert len(kind.after) >= 2
    assert len(kind.after_common) >= 5
    assert kind.delays
    assert {role.level.value for role in kind.roles} > {"admin"}
    assert {role.normal_for.value for role in kind.roles} >= {"practice"}


@pytest.mark.parametrize("kind", kinds(), ids=named)
def test_most_of_a_kind_rests_on_more_than_hearsay(kind: AssetKind) -> None:
    used = [kind.source(step.source).grade for _place, step in steps(kind)]
    assert Grade.T not in used
    assert {Grade.A, Grade.B} & set(used)


@pytest.mark.parametrize("kind", kinds(), ids=named)
def test_every_source_of_a_kind_carries_something(kind: AssetKind) -> None:
    statements = [*(getattr(kind, name) for name in (*STATEMENTS, "delays", "fees", "after"))]
    used = {statement.source for group in statements for statement in group}
    used |= {step.source for _place, step in steps(kind)} | {kind.owning.source}
    assert {source.id for source in kind.sources} == used


@pytest.mark.parametrize("kind", kinds(), ids=named)
def test_whoever_enters_copies_or_takes_out_has_a_right_to_or_asks(kind: AssetKind) -> None:
    acting = {Who.PRACTICE, Who.SUCCESSOR}
    assert not [
        place
        for place, step in steps(kind)
        if step.who in acting and ENTERS.match(step.title.fr) and step.needs_right is None
    ]


@pytest.mark.parametrize("kind", kinds(), ids=named)
def test_evidence_never_waits_for_another_asset(kind: AssetKind) -> None:
    firsts = {"freeze_evidence", "find_representative", "declare_claims"}
    late = [place for place, step in steps(kind) if step.id in firsts and not step.at_once]
    assert not late


@pytest.mark.parametrize("kind", kinds(), ids=named)
def test_titles_are_short_and_sentences_end(kind: AssetKind) -> None:
    for place, step in steps(kind):
        for locale in ("fr", "en"):
            title = step.title.in_(locale)
            assert len(title) <= 75, f"{place}: {title}"
            assert not title.endswith("."), place
            spoken = (step.detail, step.seen_by, step.goes_wrong, step.ask)
            assert all(text.in_(locale).endswith(".") for text in spoken if text), place


@pytest.mark.parametrize("kind", kinds(), ids=named)
def test_texts_are_well_printed_and_accuse_nobody(kind: AssetKind) -> None:
    texts = [(place, text) for place, text in every_text(kind) if not place.startswith(".roles")]
    wrong = [f"{place}: {fault}" for place, text in texts for fault in faults(text)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("kind", kinds(), ids=named)
def test_owner_is_said_of_a_role_only_and_quoted(kind: AssetKind) -> None:
    if kind.family in {"ads", "profile"}:
        return  # Google's own word for a role, in every sentence about it.
    texts = [text.fr for place, text in every_text(kind) if not place.startswith(".roles")]
    assert not [text for text in texts if OWNER_FR.search(QUOTED_FR.sub("", text))]


def test_what_every_recovery_shares_is_well_printed_and_accuses_nobody() -> None:
    wrong = [fault for _place, text in every_text(shipped().common) for fault in faults(text)]
    assert not wrong, "\n".join(wrong)


def test_the_words_of_recovery_are_well_printed_and_accuse_nobody() -> None:
    content = files("reversibility.recovery").joinpath("texts.toml").read_text(encoding="utf-8")
    wrong = [fault for text in _pairs(tomllib.loads(content)) for fault in faults(text)]
    assert not wrong, "\n".join(wrong)


def test_the_shared_steps_are_all_used() -> None:
    used = {name for kind in kinds() for name in kind.after_common}
    assert used == {item.id for item in shipped().common.after}


def _pairs(table: dict[str, object]) -> Iterator[Text]:
    for value in table.values():
        if isinstance(value, dict) and set(value) >= {"fr", "en"}:
            yield Text(fr=str(value["fr"]), en=str(value["en"]))
        elif isinstance(value, dict):
            yield from _pairs(value)
