"""The sentence of an element: who holds it, and whether the practice can act."""

from dataclasses import dataclass

from probes.interface import HolderClass, VerdictState
from reversibility.evidence.standing import Standing
from reversibility.recovery.models import AssetState, Side

_OTHERS = (HolderClass.PROVIDER, HolderClass.THIRD_PARTY)
_BARE = "domain"
"""A domain name stands in a sentence as it is; the name of anything else between quotes."""


@dataclass(frozen=True, kw_only=True)
class Headline:
    """Which sentence it is, and what it names."""

    code: str
    name: str
    is_bare: bool
    party: str = ""
    parties: int = 1


def headline(standing: Standing) -> Headline:
    """Choose the sentence that says the most useful thing first."""
    facts = standing.facts
    code, party = _title(standing)
    if code == "held":
        others = facts.other_administrators
        code, party = _access(standing), ", ".join(others)
    return Headline(
        code=code,
        name=standing.asset.name,
        is_bare=standing.kind.family == _BARE,
        party=party,
        parties=len(facts.other_administrators) or 1,
    )


def _title(standing: Standing) -> tuple[str, str]:
    """Say who holds it, when that is the news; "held" when it is the practice."""
    facts, line = standing.facts, standing.holder_verdict
    if line is not None and line.state is VerdictState.CONTRADICTED:
        yours = line.holder is HolderClass.PRACTICE
        return ("yours_after_all", line.declared) if yours else ("not_yours", line.observed)
    holder = standing.asset.holder
    if holder is None:
        published = line.observed if line is not None and line.holder in _OTHERS else ""
        return ("published_as", published) if published else ("holder_unknown", "")
    if facts.declared_holder is not Side.PRACTICE:
        lost = standing.state is AssetState.OUT_OF_REACH
        return ("theirs" if lost else "theirs_but_open"), holder.name
    return "held", ""


def _access(standing: Standing) -> str:
    facts = standing.facts
    is_settled = facts.holder_verdict in (VerdictState.CONFIRMED, VerdictState.PROVED_BY_DOCUMENT)
    opening = "yours" if is_settled else "declared"
    if facts.practice_administrators == 0:
        return f"{opening}_but_closed" if facts.other_administrators else f"{opening}_nobody_enters"
    if is_settled or facts.holder_verdict is None:
        return opening
    return f"declared_{facts.holder_verdict}"
