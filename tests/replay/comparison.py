"""Expected beside seen, and what is printed of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.replay.checking import Seen
from tests.replay.expectations import Expected, Name
from tests.replay.python_whois import VERSION, Mark, mark, owner

HEAD = (
    "name", "practice", "expected", "seen", "agree", "holder as seen", f"python-whois {VERSION}",
)  # fmt: skip
FAULTS = (Mark.MISSED, Mark.WRONG)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One name for one practice."""

    name: Name
    practice: str
    seen: Seen

    @property
    def expected(self) -> Expected:
        """What was written down before."""
        return self.name.expected[self.practice]

    @property
    def differences(self) -> tuple[str, ...]:
        """What differs, in words; nothing when all agree."""
        if self.seen.fault:
            return (self.seen.fault,)
        pairs = (
            ("registry", self.name.registry, self.seen.registry),
            ("holder", self.expected.holder.value, self.seen.holder),
            ("verdict", self.expected.state.value, self.seen.state),
            ("published holder", self.name.published, self.seen.published),
        )
        return tuple(
            f"{what}: expected {expected or 'none'}, seen {seen or 'none'}"
            for what, expected, seen in pairs
            if expected != seen
        )

    @property
    def whois_owner(self) -> str:
        """The owner that python-whois reads in the same answers."""
        return owner(self.name.name, self.seen.whois)

    @property
    def whois_mark(self) -> Mark:
        """Whether that is the one published in them."""
        return mark(self.name.published, self.seen.whois, self.whois_owner)


def report(rows: Sequence[Row]) -> Iterator[str]:
    """Write the table, then what differs, then the two counts."""
    yield from _table([HEAD, *(_cells(row) for row in rows)])
    differing = [row for row in rows if row.differences]
    for row in differing:
        yield f"\n{row.name.name}, {row.practice}: {'; '.join(row.differences)}."
        yield f"  Expected because: {row.expected.why}"
    yield f"\n{len(rows) - len(differing)} of {len(rows)} checks as expected."
    yield _count(rows)


def _cells(row: Row) -> tuple[str, ...]:
    said = row.whois_owner or "none"
    return (
        row.name.name,
        row.practice,
        f"{row.expected.holder}, {row.expected.state}",
        f"{row.seen.holder}, {row.seen.state}" if row.seen.state else "no verdict",
        "no" if row.differences else "yes",
        row.seen.published or "none",
        f"{said} ({row.whois_mark})" if row.seen.whois else "no WHOIS answer",
    )


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    for row in [rows[0], tuple("-" * width for width in widths), *rows[1:]]:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"| {' | '.join(cells)} |"


def _count(rows: Sequence[Row]) -> str:
    """Count names, not rows: python-whois knows no practice."""
    marks = {row.name.name: row.whois_mark for row in rows if row.seen.whois}
    told = [
        f"{mark} {sum(1 for each in marks.values() if each is mark)}"
        + _named([name for name, each in marks.items() if each is mark and mark in FAULTS])
        for mark in Mark
    ]
    return f"python-whois {VERSION}, the owner of {len(marks)} names: {', '.join(told)}."


def _named(names: Sequence[str]) -> str:
    return f" ({', '.join(names)})" if names else ""
