"""Which assets one provider has in hand, so that they can be answered together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reversibility.first_steps.holdings import Ask
from reversibility.first_steps.published import find_published
from reversibility.first_steps.seeing import Seen
from reversibility.kernel.digest import sha256
from reversibility.register.queries import AssetSheet, PartySheet

NOTHING = Seen()
_FEWEST = 2
"""One asset is answered for by its own questions."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An asset with what is answered about it so far."""

    asset: AssetSheet
    answers: Mapping[Ask, str]
    seen: Seen = NOTHING

    @property
    def is_open(self) -> bool:
        """Say whether a question has no answer yet."""
        return not all(self.answers.values())


@dataclass(frozen=True, kw_only=True)
class Group:
    """Assets with open questions that one provider runs, as declared, else as seen."""

    key: str
    """The same at each look, whatever else changed: what was typed is found again by it."""
    provider: str
    members: tuple[Asked, ...]

    @property
    def asks(self) -> tuple[Ask, ...]:
        """Return what is open for at least one of them."""
        return tuple(ask for ask in Ask if not all(one.answers[ask] for one in self.members))


def group_by_provider(asked: Sequence[Asked], parties: Sequence[PartySheet]) -> tuple[Group, ...]:
    """Return the groups, in the order of their first assets; an asset is in one at most."""
    members: dict[str, list[Asked]] = {}
    for one in asked:
        name = _provider(one, parties)
        if name and one.is_open:
            members.setdefault(name, []).append(one)
    return tuple(
        Group(key=sha256(name.encode())[:12], provider=name, members=tuple(found))
        for name, found in members.items()
        if len(found) >= _FEWEST
    )


def _provider(one: Asked, parties: Sequence[PartySheet]) -> str:
    if one.asset.provider is not None:
        return one.asset.provider.name
    if one.answers[Ask.PROVIDER]:
        return ""  # the practice itself, or nobody knows: what was seen says no more than that
    known = find_published(one.seen.provider, parties)
    return known.name if known else one.seen.provider
