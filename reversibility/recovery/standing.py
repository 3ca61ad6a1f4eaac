"""In hand, to confirm, out of reach. Pure.

In hand = the holder is the practice and one of its administrators gets in. Out of reach = nobody of
the practice administers it, while somebody else holds or administers it. Everything else is to be
confirmed: among it a masked or unclear holder, which is normal and never counts as "not yours".
"""

from probes.interface import VerdictState
from reversibility.recovery.models import AssetFacts, AssetState, Side

_SETTLED = {None, VerdictState.CONFIRMED, VerdictState.PROVED_BY_DOCUMENT}


def asset_state(facts: AssetFacts) -> AssetState:
    """Say how an asset stands."""
    held_by_others = facts.holder in {Side.PROVIDER, Side.OTHER}
    if facts.practice_administrators == 0 and (held_by_others or facts.other_administrators):
        return AssetState.OUT_OF_REACH
    holds = facts.holder is Side.PRACTICE and facts.holder_verdict in _SETTLED
    if holds and facts.practice_administrators:
        return AssetState.IN_HAND
    return AssetState.TO_CONFIRM
