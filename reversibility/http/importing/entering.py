"""One import under way: the ids of the file and the rows they became."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.catalogues.models import Catalogue
from reversibility.kernel.actor import Actor

Told = Mapping[str, Any]
"""A part of a checked practice file."""


@dataclass(frozen=True, kw_only=True)
class Entering:
    """Who enters what, when, and what is there already."""

    session: Session
    actor: Actor
    catalogue: Catalogue
    now: datetime
    parties: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    assets: dict[str, UUID] = field(default_factory=dict)
    contracts: dict[str, UUID] = field(default_factory=dict)
    exits: dict[str, UUID] = field(default_factory=dict)
    """By contract."""
