"""What is said of a break-up blames nobody: facts, no motive, no adjective (content review, 5)."""

import re
from pathlib import Path

import pytest

TEXTS = (
    "reversibility/catalogues/data/situations.toml",
    "reversibility/catalogues/data/public_notices.toml",
    "reversibility/contracts/texts.toml",
    "reversibility/exits/texts.toml",
    "exports/exhibits/labels.toml",
    "exports/exhibits_readme.txt",
)
_BLAME = re.compile(
    r"\b(hostiles?|fauti(?:f|ve)s?|défaillante?s?|otages?|malveillante?s?|abusi(?:f|ve)s?|fraudes?|"
    r"menteurs?|verdicts?|irréfutables?|infalsifiables?|opposables?|reproch\w+|coupables?|"
    r"négligen\w+|ne répond plus|refuse de répondre|vous avez droit|chances de gagner|"
    r"liars?|fraud|hostage|negligent|guilty|abusive|malicious|blame)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", TEXTS)
def test_no_text_of_a_break_up_blames_or_promises(path: str) -> None:
    # What a comment of ours says is not printed.
    lines = [
        line
        for line in Path(path).read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    assert [found[0] for line in lines if (found := _BLAME.search(line))] == []
