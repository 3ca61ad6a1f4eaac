"""A change in plain JSON, as it leaves the house: in the pack, and on the command line."""

from probes.changes import sentence, shown
from probes.errors import MessageError
from probes.texts import LOCALES, Locale, render
from reversibility.evidence.queries import AnswerRef, ChangeLine


def plain_change(line: ChangeLine, *, with_notes: bool) -> dict[str, object]:
    """Write a change; notes stay within the practice."""
    written: dict[str, object] = {
        "id": str(line.id),
        "asset": line.asset_name,
        "name": line.name,
        "field": line.field.value,
        "kind": line.kind.value,
        "severity": line.severity.value,
        "code": line.code,
        "mark": line.mark.value,
        "before": line.before,
        "after": line.after,
        "between": [line.earlier_at.isoformat(), line.later_at.isoformat()],
        "answers": [_answer(each) for each in (line.earlier, line.later) if each],
        "erased": line.is_erased,
        "text": {locale: change_text(line, locale) for locale in LOCALES},
    }
    notes = [
        {
            "mark": note.mark.value,
            "text": note.text,
            "written_by": note.written_by,
            "written_at": note.written_at.isoformat(),
        }
        for note in line.notes
    ]
    return {**written, "notes": notes} if with_notes else written


def change_text(line: ChangeLine, locale: Locale) -> str:
    """Say a change in a sentence; the code of one that a later version no longer says."""
    if line.is_erased:
        return ""
    said = sentence(line.code, name=line.name, who=line.who, before=line.before, after=line.after)
    try:
        return render(said, locale)
    except MessageError:
        return line.code


def change_values(line: ChangeLine, locale: Locale) -> tuple[str, str]:
    """Put what stood before and what stands now into words."""
    return shown(line.field, line.before, locale), shown(line.field, line.after, locale)


def _answer(answer: AnswerRef) -> dict[str, object]:
    return {
        "id": str(answer.id),
        "source": answer.source.value,
        "server": answer.server,
        "asked_at": answer.asked_at.isoformat(),
        "sha256": answer.sha256,
        "erased": answer.is_erased,
    }
