"""A draft beside the truth that was written down before: what was found, missed, and made up."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from probes.discovery.model import Draft

FOLDER = Path(__file__).parent / "truth"
Asset = tuple[str, str, str]
HEAD = (
    "| name | really there | found | missed | wrong | to ask | asked | not asked | asked wrongly "
    "| leaves no trace |\n|---|---|---|---|---|---|---|---|---|---|"
)


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What is so of one name."""

    name: str
    assets: frozenset[Asset]
    asks: frozenset[str]
    unseen: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """One draft against its truth."""

    truth: Truth
    proposed: frozenset[Asset]
    asked: frozenset[str]

    @property
    def found(self) -> frozenset[Asset]:
        """What is there and was proposed."""
        return self.truth.assets & self.proposed

    @property
    def missed(self) -> frozenset[Asset]:
        """What is there and was not proposed."""
        return self.truth.assets - self.proposed

    @property
    def wrong(self) -> frozenset[Asset]:
        """What was proposed and is not there."""
        return self.proposed - self.truth.assets

    @property
    def row(self) -> str:
        """Counts, as a line of the table of docs/discovery.md."""
        asks, asked = self.truth.asks, self.asked
        counts = (
            len(self.truth.assets), len(self.found), len(self.missed), len(self.wrong),
            len(asks), len(asks & asked), len(asks - asked), len(asked - asks),
            len(self.truth.unseen),
        )  # fmt: skip
        return f"| {self.truth.name} | {' | '.join(map(str, counts))} |"


def truths() -> list[Truth]:
    """Read every truth."""
    return [_truth(path) for path in sorted(FOLDER.glob("*.toml"))]


def compare(truth: Truth, draft: Draft) -> Comparison:
    """Hold a draft against its truth."""
    return Comparison(
        truth=truth,
        proposed=frozenset((item.kind, item.provider, item.identifier) for item in draft.proposals),
        asked=frozenset(trace.fingerprint for item in draft.questions for trace in item.traces),
    )


def table(comparisons: Iterable[Comparison]) -> str:
    """Return all of them as the table of docs/discovery.md, with recall and wrong proposals."""
    listed = list(comparisons)
    there = sum(len(item.truth.assets) for item in listed)
    found, wrong = (
        sum(len(item.found) for item in listed),
        sum(len(item.wrong) for item in listed),
    )
    asks = sum(len(item.truth.asks) for item in listed)
    asked = sum(len(item.truth.asks & item.asked) for item in listed)
    besides = sum(len(item.asked - item.truth.asks) for item in listed)
    said = (
        f"Proposals: {found} of {there} found (recall {found / there:.2f}), {wrong} wrong. "
        f"Questions: {asked} of {asks} asked, {besides} besides."
    )
    return "\n".join([HEAD, *(item.row for item in listed), "", said])


def _truth(path: Path) -> Truth:
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    return Truth(
        name=read["name"],
        assets=frozenset(
            (item["kind"], item["provider"], item.get("identifier", "")) for item in read["assets"]
        ),
        asks=frozenset(read["asks"]),
        unseen=tuple(read["unseen"]),
    )
