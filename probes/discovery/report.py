"""What `python -m probes discover` shows: a draft to be confirmed line by line, or all as JSON."""

import textwrap
from collections.abc import Iterator

from probes.discovery.catalogue import shipped
from probes.discovery.model import Draft, Grade, Proposal, Trace
from probes.interface import Message, message
from probes.texts import Locale, plain, render

_WIDTH = 96
_TRACES_SHOWN = 4
_EXAMPLES = 3
_GRADES = {Grade.B: "DIS01_GRADE_B", Grade.C: "DIS01_GRADE_C", Grade.T: "DIS01_GRADE_T"}
Json = dict[str, object]


def for_people(draft: Draft, locale: Locale) -> str:
    """Write the draft, readable without technical knowledge."""
    started = draft.started_at
    moment = {
        "on": started.date().isoformat(),
        "hour": f"{started.hour}",
        "minute": f"{started.minute:02}",
    }
    head = "DIS01_DRAFT" if draft.proposals else "DIS01_NOTHING"
    count = {"count": str(len(draft.proposals))} if draft.proposals else {}
    lines = [draft.name, _say("CHK_TAKEN", locale, **moment), _say(head, locale, **count)]
    lines += [*_wrapped(_say("DIS01_USE", locale), ""), ""]
    for proposal in draft.proposals:
        lines += [*_proposal(proposal, locale), ""]
    if draft.questions:
        lines += [*_wrapped(_say("DIS01_QUESTIONS", locale), ""), ""]
    for question in draft.questions:
        lines += [*_question(question, locale), ""]
    return "\n".join([*lines, *_foot(draft, locale)])


def for_programs(draft: Draft, locale: Locale) -> Json:
    """Return the draft as JSON; the shape is that of docs/discovery.md."""
    return {
        "name": draft.name,
        "started_at": draft.started_at.isoformat(),
        "finished_at": draft.finished_at.isoformat(),
        "proposals": [_json(item, locale) for item in draft.proposals],
        "questions": [_json(item, locale) for item in draft.questions],
        "related": [
            {"name": item.name, "trace": _trace_json(item.trace)} for item in draft.related
        ],
        "notes": [_message_json(note, locale) for note in draft.notes],
        "asked": list(draft.asked),
    }


def kind_label(kind: str, locale: Locale) -> str:
    """Return how a kind of asset is called."""
    words = shipped().kinds[kind]
    return words.fr if locale == "fr" else words.en


def question_text(question: str, provider: str, locale: Locale) -> str:
    """Return a question about what somebody operates."""
    words = shipped().questions[question]
    text = words.fr if locale == "fr" else words.en
    return text.replace("{provider}", provider or _say("DIS01_NO_PROVIDER", locale))


def _proposal(proposal: Proposal, locale: Locale) -> Iterator[str]:
    yield from _wrapped(_title(proposal, locale), "")
    held = render(proposal.held_by, locale)
    yield from _wrapped(_say("DIS01_HOLDER", locale, held=held), "    ")
    yield from _evidence(proposal, locale)


def _question(proposal: Proposal, locale: Locale) -> Iterator[str]:
    yield from _wrapped(_title(proposal, locale), "")
    yield from _evidence(proposal, locale)


def _title(proposal: Proposal, locale: Locale) -> str:
    provider = plain(proposal.provider) or _say("DIS01_NO_PROVIDER", locale)
    number = f" {plain(proposal.identifier)}" if proposal.identifier else ""
    colon = "\N{NO-BREAK SPACE}: " if locale == "fr" else ": "
    grade = _say(_GRADES[proposal.grade], locale)
    return f"{kind_label(proposal.kind, locale)}{colon}{provider}{number} ({grade})"


def _evidence(proposal: Proposal, locale: Locale) -> Iterator[str]:
    for trace in proposal.traces[:_TRACES_SHOWN]:
        times = {"count": str(trace.count)} if trace.count > 1 else {}
        code = "DIS01_TRACE_TIMES" if times else "DIS01_TRACE"
        said = _say(code, locale, place=plain(trace.place), text=plain(trace.text), **times)
        yield from _wrapped(said, "    - ")
    more = len(proposal.traces) - _TRACES_SHOWN
    if more > 0:
        yield from _wrapped(_say("DIS01_MORE", locale, count=str(more)), "    + ")
    for ask in proposal.asks:
        question = question_text(ask, proposal.provider, locale)
        yield from _wrapped(_say("DIS01_ASK", locale, question=question), "    > ")


def _foot(draft: Draft, locale: Locale) -> Iterator[str]:
    if draft.related:
        names = ", ".join(plain(item.name) for item in draft.related)
        yield from _wrapped(_say("DIS01_RELATED", locale, names=names), "")
    if draft.notes:
        yield _say("DIS01_NOTES", locale)
    for note in draft.notes:
        yield from _wrapped(render(note, locale), "  - ")
    if not draft.asked:
        yield _say("DIS01_NOTHING_ASKED", locale)
        return
    examples = ", ".join(plain(item) for item in draft.asked[:_EXAMPLES])
    count = str(len(draft.asked))
    yield from _wrapped(_say("DIS01_ASKED", locale, count=count, examples=examples), "")


def _json(proposal: Proposal, locale: Locale) -> Json:
    return {
        "kind": proposal.kind,
        "kind_label": kind_label(proposal.kind, locale),
        "provider": proposal.provider,
        "identifier": proposal.identifier,
        "grade": proposal.grade.value,
        "held_by": _message_json(proposal.held_by, locale),
        "expires_on": proposal.expires_on.isoformat() if proposal.expires_on else None,
        "traces": [_trace_json(trace) for trace in proposal.traces],
        "asks": [
            {"id": ask, "text": question_text(ask, proposal.provider, locale)}
            for ask in proposal.asks
        ],
    }


def _trace_json(trace: Trace) -> Json:
    return {
        "id": trace.fingerprint,
        "source": trace.source.value,
        "place": trace.place,
        "text": trace.text,
        "count": trace.count,
    }


def _message_json(note: Message, locale: Locale) -> Json:
    return {"code": note.code, "params": dict(note.params), "text": render(note, locale)}


def _wrapped(text: str, start: str) -> list[str]:
    return textwrap.wrap(
        text,
        width=_WIDTH,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _say(code: str, locale: Locale, **params: str) -> str:
    return render(message(code, **params), locale)
