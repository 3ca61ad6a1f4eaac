"""The table of rules in docs/findings.md: `python -m tests.unit.findings.documentation`."""

import re

from reversibility.findings.policy import Rule
from tests.architecture.source import ROOT
from tests.unit.findings.scenarios import POLICY

PAGE = ROOT / "docs" / "findings.md"
_TABLE = re.compile(r"<!-- rules -->\n(.*)<!-- /rules -->", re.DOTALL)


def table() -> str:
    """Return the rules, one line each."""
    head = (
        "| rule | about | title | severity | asks where nothing is said | minutes | source |\n"
        "|---|---|---|---|---|---|---|\n"
    )
    return head + "".join(f"| {' | '.join(_cells(rule))} |\n" for rule in POLICY.rules)


def _cells(rule: Rule) -> tuple[str, ...]:
    graver = "".join(f"; {level} for {name}" for name, level in (rule.severity_for or {}).items())
    about = ", ".join(rule.concerns) or {"asset": "every asset"}.get(rule.about, rule.about)
    source = POLICY.sources[rule.source]
    return (
        rule.id,
        about + (f" (not {', '.join(rule.except_for)})" if rule.except_for else ""),
        f"{rule.title.fr} / {rule.title.en}",
        rule.severity + graver,
        "yes" if rule.unknown else "",
        f"{rule.minutes}{', quick win' if rule.quick_win else ''}",
        f"{source.title} ({source.grade}, {source.read_on})",
    )


def written() -> str:
    """Return the table as it stands in the documentation."""
    found = _TABLE.search(PAGE.read_text(encoding="utf-8"))
    assert found
    return found[1]


if __name__ == "__main__":
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(
        _TABLE.sub(lambda _: f"<!-- rules -->\n{table()}<!-- /rules -->", text), encoding="utf-8"
    )
