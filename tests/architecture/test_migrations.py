"""Migrations are one line: each follows another, and one is the last."""

from collections import Counter

from alembic.config import Config
from alembic.script import ScriptDirectory

from tests.architecture.source import ROOT


def test_every_migration_but_one_is_followed_by_exactly_one() -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "reversibility" / "migrations"))
    revisions = list(ScriptDirectory.from_config(config).walk_revisions())
    followed = Counter(each.down_revision for each in revisions)
    assert {name: count for name, count in followed.items() if count > 1} == {}
    assert sum(each.revision not in followed for each in revisions) == 1
