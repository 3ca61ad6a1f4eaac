"""The operator's own budgets, from the probes' TOML."""

from pathlib import Path

import pytest

from probes.errors import OptionsError
from probes.options import HostBudget, load


def test_budgets_and_pace_are_read(tmp_path: Path) -> None:
    options = load(
        written(
            tmp_path,
            "[pace]\nin_flight = 20\nmargin = 0.1\n"
            '[[budgets]]\nhost = "WHOIS.nic.fr.example"\nquestions = 60\nseconds = 60\n',
        )
    )
    assert (options.pace.in_flight, options.pace.margin) == (20, 0.1)
    assert options.budgets == (HostBudget(host="whois.nic.fr.example", questions=60, seconds=60.0),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[budgets]]\nhost = "h.example"\nquestions = 60\n', "h.example lacks seconds"),
        ("[[budgets]]\nquestions = 60\nseconds = 60\n", "needs a host"),
        ('[[budgets]]\nhost = "h.example"\nquestions = 0\nseconds = 1\n', "above 0"),
        (
            '[[budgets]]\nhost = "h.example"\nquestions = 2\nseconds = 1\nat_once = 3\n',
            "at_once is from 1",
        ),
        ('[[budgets]]\nhost = "h.example"\nrate = 2\n', "unknown key 'rate'"),
        ("[pace]\nmargin = 1.5\n", "a share below 1"),
        ("[pace]\nspeed = 1\n", "unknown key 'speed'"),
    ],
)
def test_what_cannot_be_used_is_said_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(OptionsError, match=told):
        load(written(tmp_path, text))


def written(folder: Path, text: str) -> Path:
    path = folder / "probes.toml"
    path.write_text(text, encoding="utf-8")
    return path
