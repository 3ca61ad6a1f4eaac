"""Numbered cases: what DNS, registration, mail and certificate records show, told by severity.

Each case is a pure function from a survey to findings, and stands with its tags, their severities,
sources and next steps in `cases.toml` (docs/dns-cases.md). Nothing here opens a connection.
"""

from probes.cases.attaching import attach
from probes.cases.data import Case, Tag, cases
from probes.cases.examine import examine
from probes.cases.finding import Finding

__all__ = ["Case", "Finding", "Tag", "attach", "cases", "examine"]
