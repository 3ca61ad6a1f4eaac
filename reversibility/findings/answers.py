"""What a predicate answers, and what it may be asked about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias
from uuid import UUID

from reversibility.catalogues.models import Text
from reversibility.findings.facts import Agreement, AssetFacts, ProviderFacts
from reversibility.recovery.models import Severity

Value: TypeAlias = str | int | date | Text
"""What stands in a sentence; days and texts are written in the reader's language."""
Values: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True)
class Fine:
    """The question was answered, and nothing needs attention."""


@dataclass(frozen=True, kw_only=True)
class Fires:
    """The rule fires: which of its sentences says so, and what stands in it."""

    fact: str = "default"
    values: Values = field(default_factory=dict)
    severity: Severity | None = None
    """Where it is not that of the rule."""
    due_on: date | None = None
    party_id: UUID | None = None
    """The provider whom it is about, beside the one that runs the asset."""
    grant_id: UUID | None = None
    """The access that it is about."""


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """The register does not say: a finding of its own, one level lower, and never "fine"."""

    fact: str = "default"
    values: Values = field(default_factory=dict)
    party_id: UUID | None = None
    grant_id: UUID | None = None


Answer: TypeAlias = Fine | Fires | Unknown | None
"""None: the question does not arise."""
FINE = Fine()
Subject: TypeAlias = AssetFacts | ProviderFacts | Agreement
Predicate: TypeAlias = Callable[..., Answer]
"""Given what its rule is about and the register as a whole."""
