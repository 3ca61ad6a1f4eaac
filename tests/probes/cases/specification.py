"""The tables of docs/dns-cases.md, written from the data.

Written anew by `python -m tests.probes.cases.specification`.
"""

import re
from pathlib import Path

from probes.cases import cases
from tests.probes.cases.scenarios import Scenario, scenarios

PAGE = Path(__file__).parents[3] / "docs" / "dns-cases.md"
START, END = "<!-- made from the data: start -->", "<!-- made from the data: end -->"


def write_table() -> str:
    """Write each case: what it looks at, its source, tags with severity, and its scenarios."""
    return "\n".join(line for number in cases() for line in _case(number)).strip()


def table_in(page: str) -> str:
    """Return what stands between the two marks."""
    return page.partition(START)[2].partition(END)[0].strip()


def _case(number: str) -> list[str]:
    case = cases()[number]
    lines = [f"### {number} {case.title.en}", "", case.looks_at.en]
    lines += [f"French: « {case.title.fr} ». Source: {case.source}.", ""]
    lines += ["| tag | severity | says | next |", "|---|---|---|---|"]
    lines += [
        f"| `{tag.code}` | {tag.severity} | {_plain(tag.text.en)} | {tag.next_step.en} |"
        for tag in case.tags
    ]
    listed = [item for item in scenarios() if item.case == number]
    return [*lines, "", "Scenarios: " + "; ".join(_scenario(item) for item in listed) + ".", ""]


def _plain(template: str) -> str:
    return re.sub(r"\{(\w+)(:\w+)?\}", r"*\1*", template)


def _scenario(item: Scenario) -> str:
    label = f"`{item.site or item.name}`"
    label += "".join(f" with {host} {mode}" for host, mode in item.modes.items())
    label += f" on {item.on}" if item.on else ""
    wanted = ", ".join(item.mandatory) or "nothing"
    return f"{label} {wanted}{' and nothing else' if item.alone and item.mandatory else ''}"


if __name__ == "__main__":
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{START}\n\n{write_table()}\n\n{END}{after}", encoding="utf-8")
