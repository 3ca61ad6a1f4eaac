"""The first steps: six pages from the practice's name to an annex that can be signed."""

from reversibility.web.first_steps import (
    annex,
    clauses,
    contract,
    domain,
    findings,
    holdings,
    holdings_kept,
)
from reversibility.web.first_steps.pages import pages

__all__ = [
    "annex",
    "clauses",
    "contract",
    "domain",
    "findings",
    "holdings",
    "holdings_kept",
    "pages",
]
