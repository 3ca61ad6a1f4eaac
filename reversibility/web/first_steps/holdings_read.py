"""What the third step asks about: the assets, and what is answered and was seen of each."""

from dataclasses import dataclass

from reversibility.access.queries import list_grants
from reversibility.first_steps.holdings import present_answers
from reversibility.first_steps.queries import Progress, get_progress
from reversibility.first_steps.seeing import Seen, Sight, get_sight
from reversibility.http.seat import Desk, services
from reversibility.kernel.actor import Permission
from reversibility.register.queries import AssetSheet, PartySheet, list_assets, list_parties
from reversibility.web.forms.holding_groups import Asked
from reversibility.web.forms.holdings import HoldingsForm
from reversibility.web.languages import current_language
from reversibility.web.words import words


@dataclass(frozen=True, kw_only=True)
class ReadHoldings:
    """Everything the step is about, read at once."""

    progress: Progress
    assets: tuple[AssetSheet, ...]
    parties: tuple[PartySheet, ...]
    asked: tuple[Asked, ...]
    sight: Sight


def read_holdings(desk: Desk) -> ReadHoldings:
    """Read the assets with what is answered and what was seen of each."""
    desk.actor.require(Permission.REGISTER_WRITE)
    progress = get_progress(desk.session, desk.actor)
    assets = list_assets(desk.session, desk.actor)
    grants = list_grants(desk.session, desk.actor)
    sight = get_sight(
        desk.session, desk.actor, progress, assets, locale=current_language(), now=desk.now
    )
    asked = tuple(
        Asked(
            asset=asset,
            answers=present_answers(
                asset,
                grants.get(asset.id, ()),
                progress.answers.get(asset.id, {}),
                services().catalogue.kind(asset.kind),
            ),
            seen=sight.assets.get(asset.id, Seen()),
        )
        for asset in assets
    )
    parties = list_parties(desk.session, desk.actor)
    return ReadHoldings(progress=progress, assets=assets, parties=parties, asked=asked, sight=sight)


def form_of(read: ReadHoldings) -> HoldingsForm:
    """Make the form of the step."""
    kinds = sorted(services().catalogue.kinds.values(), key=lambda kind: words().text(kind.title))
    return HoldingsForm.of(read.asked, read.parties, kinds, read.sight.names)
