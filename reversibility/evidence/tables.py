"""The tables that say where registries answer: shown with their days, and taken anew."""

from collections.abc import Collection
from datetime import date

from probes.options import ProbeOptions
from probes.refresh import run
from probes.tables import sheet
from probes.tables.outcome import Outcome
from probes.tables.sheet import TableSheet
from probes.tables.table import Kind

REFRESHABLE = run.REFRESHABLE


def list_tables(options: ProbeOptions, *, today: date) -> tuple[TableSheet, ...]:
    """Return the tables in use, refreshed or shipped."""
    return sheet.list_tables(options.tables.folder, today)


def refresh(options: ProbeOptions, kinds: Collection[Kind]) -> tuple[Outcome, ...]:
    """Ask their publishers for tables, outside any transaction; raises probes' OptionsError."""
    return run.refresh(options, kinds)
