"""What the two are compared on, the reasons for differences, and the page that shows both."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.zonemaster.opinions import Opinion

PAGE = Path(__file__).parents[2] / "docs" / "zonemaster.md"
AGREEMENT = Path(__file__).with_name("agreement.toml")
START, END = "<!-- made by make zonemaster: start -->", "<!-- made by make zonemaster: end -->"


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Something both look at, with the tags of each."""

    title: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """The subjects, and the reason for each known difference."""

    subjects: dict[str, Subject]
    differences: dict[str, str]
    zone: str
    """Asked about again while `host` is in each of `modes`."""
    host: str
    modes: tuple[str, ...]
    broken: frozenset[str]
    """Subjects of delegation and consistency."""
    least: int
    """How many zones must be broken in one of them."""


def read_agreement() -> Agreement:
    """Read agreement.toml."""
    table = tomllib.loads(AGREEMENT.read_text(encoding="utf-8"))
    subjects = {
        name: Subject(title=item["title"], ours=tuple(item["ours"]), theirs=tuple(item["theirs"]))
        for name, item in table["subjects"].items()
    }
    varied = table["variations"]
    return Agreement(
        subjects=subjects,
        differences=table["differences"],
        zone=varied["zone"],
        host=varied["host"],
        modes=tuple(varied["modes"]),
        broken=frozenset(table["broken"]["subjects"]),
        least=table["broken"]["least"],
    )


def write_page(opinions: "Iterable[Opinion]", agreement: Agreement, page: str) -> str:
    """Put the table between the marks of the page."""
    before, _, rest = page.partition(START)
    after = rest.partition(END)[2]
    rows = [_row(item, agreement) for item in opinions if item.ours or item.theirs]
    head = ["| zone | subject | our tags | Zonemaster’s tags | |", "|---|---|---|---|---|"]
    return "\n".join([before + START, "", *head, *rows, "", END + after])


def _row(item: "Opinion", agreement: Agreement) -> str:
    verdict = "agree"
    if item.is_different:
        verdict = f"differ: {agreement.differences.get(item.key, 'not explained')}"
    ours, theirs = (
        " ".join(f"`{tag}`" for tag in tags) or "none" for tags in (item.ours, item.theirs)
    )
    return f"| {item.label} | {item.subject} | {ours} | {theirs} | {verdict} |"
