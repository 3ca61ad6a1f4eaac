"""On which line of a TOML file a path stands."""

import pytest

from reversibility.catalogues.lines import Lines

TEXT = '''\
id = "kind"
[owning]
fr = """
[[not.a.table]]
"""
en = "Fact."

[[steps]]
id = "first"
title.fr = "Un"
title.en = "One"
needs = [
  "nothing",
]
[[steps]]
id = "second"
[steps.days]
least = 1
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("id", 1),
        ("owning", 2),
        ("owning.en", 6),
        ("steps[0]", 8),
        ("steps[0].title", 10),
        ("steps[0].title.en", 11),
        ("steps[0].needs[0]", 12),
        ("steps[1]", 15),
        ("steps[1].days.least", 18),
        ("steps[1].title.fr", 15),
        ("nowhere.at_all", 1),
    ],
)
def test_a_path_is_found_or_else_what_stands_around_it(path: str, line: int) -> None:
    assert Lines(TEXT).of(path) == line
