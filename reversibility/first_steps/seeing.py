"""What a look at the name showed of the assets that were entered: proposed, never taken as told."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from reversibility.evidence.discovering import DraftSheet, ProposalLine, get_draft
from reversibility.evidence.errors import DraftMissingError
from reversibility.first_steps.published import best_name, without_doubles
from reversibility.first_steps.queries import Progress
from reversibility.first_steps.sentences import Means, meaning
from reversibility.first_steps.suggesting import is_declared
from reversibility.jobs.errors import RunMissingError
from reversibility.kernel.actor import Actor, Permission
from reversibility.kernel.dates import Locale
from reversibility.register.queries import AssetSheet

_NO_PROVIDERS = frozenset({"website_cms", "tls_cert", "gsc", "source_code"})
"""What is named there is software or an issuer, and nobody to call."""


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What was seen of one asset."""

    provider: str = ""
    """Where it is kept, as far as a trace names somebody."""
    published_holder: str = ""
    holder: str = ""
    """The same, as it stands among the names to choose from."""


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What the last look showed, of each asset and in all."""

    assets: Mapping[UUID, Seen]
    names: tuple[str, ...]
    """Of everybody it named, to choose from."""


NOTHING_SEEN = Sight(assets={}, names=())


def get_sight(
    session: Session,
    actor: Actor,
    progress: Progress,
    assets: Collection[AssetSheet],
    *,
    locale: Locale,
    now: datetime,
) -> Sight:
    """Return what the last look at a name showed; nothing where there was none, or it is gone."""
    actor.require(Permission.REGISTER_WRITE)
    if progress.run_id is None:
        return NOTHING_SEEN
    try:
        draft = get_draft(session, actor, progress.run_id, locale, now=now)
    except (DraftMissingError, RunMissingError):
        return NOTHING_SEEN
    lines = [line for line in draft.proposals if meaning(line) is Means.ASSET]
    names = names_of(lines, draft)
    found = {asset.id: _seen(draft, lines, asset, names) for asset in assets}
    return Sight(assets=found, names=names)


def names_of(lines: Collection[ProposalLine], draft: DraftSheet) -> tuple[str, ...]:
    """Return whom lines name, each once, as the draft writes it best."""
    known = [name for line in draft.lines for name in (line.published_holder, line.provider)]
    named = [name for line in lines for name in (line.published_holder, _provider(line))]
    return without_doubles(best_name(name, known) for name in named if name)


def _seen(
    draft: DraftSheet, lines: Collection[ProposalLine], asset: AssetSheet, names: Collection[str]
) -> Seen:
    line = next((each for each in lines if is_declared(each, draft.name, asset)), None)
    if line is None:
        return Seen()
    return Seen(
        provider=_provider(line),
        published_holder=line.published_holder,
        holder=best_name(line.published_holder, names) if line.published_holder else "",
    )


def _provider(line: ProposalLine) -> str:
    return "" if line.kind in _NO_PROVIDERS else line.provider
