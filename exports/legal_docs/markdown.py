"""The same texts as one page of documentation: `python -m exports.legal_docs.markdown > FILE`."""

import sys
from collections.abc import Iterator
from datetime import date

from exports.dossier import Language
from exports.legal_docs.filling import HERE, Document, Known, fill
from exports.legal_docs.model import Section
from exports.typesetting.labels import read_labels

SUMMARY = HERE / "summary.md"
"""What the page begins with, in both languages."""
_VALUES = ("same_answers", "withdrawn_proofs", "drafts", "security_journal", "activity_journal")
_CHOSEN = "durée choisie par le cabinet"


def page() -> str:
    """Write the three documents in French, with their gaps, after a summary in both languages."""
    values = dict.fromkeys((*_VALUES, "after_contract"), f"[{_CHOSEN}]")
    known = Known(
        values=values,
        periods=[("Chaque règle", _CHOSEN, "voir la page « Données »")],
        health_hosted=False,
        made_on=date.min,
        made="",
    )
    parts = [SUMMARY.read_text(encoding="utf-8")]
    for document in Document:
        paper = fill(document, Language.FR, known)
        parts.append(f"## {paper.title}\n\n{paper.subtitle}\n\n> {paper.intro}\n")
        parts += ["\n".join(_section(section)) for section in paper.sections]
    parts.append(read_labels(HERE / "labels.toml", "fr").say("information") + "\n")
    return "\n".join(parts)


def _section(section: Section) -> Iterator[str]:
    yield f"### {section.title}\n"
    for paragraph in section.paragraphs:
        yield paragraph + "\n"
    for item in section.items:
        yield f"- {item}"
    if section.items:
        yield ""
    if section.rows:
        yield _row(section.header)
        yield _row(["---"] * len(section.header))
        yield from (_row(row) for row in section.rows)
        yield ""


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cell.strip() for cell in cells)} |"


if __name__ == "__main__":
    sys.stdout.write(page())
