"""What `python -m probes check` shows: verdicts and reasons for people, or all of it as JSON."""

import base64
import dataclasses
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum

from probes.cases import Finding, cases
from probes.cases.data import tag
from probes.interface import Message, Observation, Survey, Verdict, message
from probes.texts import Locale, display, plain, render
from probes.transport.wire import Exchange

_WIDTH = 96
# A check of one name has no register: what is not declared there is only shown.
_NOTHING_DECLARED = "VRD_NOTHING_DECLARED"
_DECLARE_IT = "VRD_NEXT_DECLARE"
Json = dict[str, object]


def for_people(
    survey: Survey, verdicts: Sequence[Verdict], findings: Sequence[Finding], locale: Locale
) -> str:
    """Write verdicts with reasons, findings with what to do, and the sources, for a layman."""
    lines = [
        survey.name,
        _say("CHK_TAKEN", locale, **_moment(survey)),
        *(render(note, locale) for note in survey.messages),
        "",
    ]
    for verdict in verdicts:
        lines += [*_verdict(verdict, locale), ""]
    if not verdicts:
        lines += [_say("CHK_NOTHING", locale), ""]
    lines.append(_say("CHK_FINDINGS" if findings else "CHK_NO_FINDINGS", locale))
    for finding in findings:
        lines += _finding(finding, locale)
    lines += ["", _say("CHK_SOURCES", locale)]
    for observation in survey.observations:
        lines += _source(observation, locale)
    return "\n".join(lines)


def for_programs(
    survey: Survey,
    verdicts: Sequence[Verdict],
    findings: Sequence[Finding],
    locale: Locale,
    *,
    exchanges: Iterable[Exchange] = (),
) -> Json:
    """Return survey, verdicts, findings and (when traced) exchanges; raw bytes in base64."""
    survey_json = _plain(survey, locale)
    verdicts_json = [_plain(verdict, locale) for verdict in verdicts]
    return {
        **(survey_json if isinstance(survey_json, dict) else {}),
        "verdicts": verdicts_json,
        "findings": [_finding_json(finding, locale) for finding in findings],
        "exchanges": [_plain(exchange, locale) for exchange in exchanges],
    }


def for_trace(exchange: Exchange, locale: Locale) -> str:
    """Write one exchange on one line: server, question, bytes, milliseconds, SHA-256."""
    end = f"  {render(exchange.fault, locale)}" if exchange.fault else ""
    return plain(
        f"{exchange.source:5} {exchange.server}  {exchange.question}  {exchange.received} B"
        f"  {exchange.took_ms} ms  {exchange.sha256 or '-'}{end}",
        limit=600,
    )


def visible(text: str) -> str:
    """Leave out what a terminal would obey; French spaces stay."""
    return "".join(char for char in text if unicodedata.category(char)[0] != "C")


def _verdict(verdict: Verdict, locale: Locale) -> Iterator[str]:
    field = _say(f"CHK_FIELD_{verdict.field.upper()}", locale)
    only_seen = any(reason.code == _NOTHING_DECLARED for reason in verdict.reasons)
    state = "CHK_STATE_ONLY_SEEN" if only_seen else f"CHK_STATE_{verdict.state.upper()}"
    colon = "\N{NO-BREAK SPACE}: " if locale == "fr" else ": "
    yield f"{field}{colon}{_say(state, locale)}"
    for code, value in (("CHK_DECLARED", verdict.declared), ("CHK_OBSERVED", verdict.observed)):
        if value:
            shown = plain(display(verdict.field, value, locale))
            yield from _wrapped(_say(code, locale, value=shown), "    ")
    if verdict.confidence is not None:
        yield f"    {_say('CHK_CONFIDENCE', locale, value=str(round(verdict.confidence * 100)))}"
    for reason in verdict.reasons:
        if reason.code != _NOTHING_DECLARED:
            yield from _wrapped(render(reason, locale), "    - ")
    if verdict.next_step is not None and verdict.next_step.code != _DECLARE_IT:
        next_step = render(verdict.next_step, locale)
        yield from _wrapped(_say("CHK_NEXT", locale, value=next_step), "    > ")


def _finding(finding: Finding, locale: Locale) -> Iterator[str]:
    known = tag(finding.message.code)
    severity = _say(f"CHK_SEVERITY_{known.severity.upper()}", locale)
    colon = "\N{NO-BREAK SPACE}: " if locale == "fr" else ": "
    said = f"{severity}{colon}{render(finding.message, locale)} [{finding.case}]"
    yield from _wrapped(said, "  - ")
    next_step = known.next_step.in_(locale)
    yield from _wrapped(_say("CHK_NEXT", locale, value=next_step), "    > ")


def _finding_json(finding: Finding, locale: Locale) -> Json:
    known = tag(finding.message.code)
    return {
        "case": finding.case,
        "title": cases()[finding.case].title.in_(locale),
        "tag": known.code,
        "severity": known.severity.value,
        "params": dict(finding.message.params),
        "text": visible(render(finding.message, locale)),
        "next": known.next_step.in_(locale),
        "observations": list(finding.observations),
    }


def _source(observation: Observation, locale: Locale) -> Iterator[str]:
    line = _say(
        "CHK_SOURCE_LINE",
        locale,
        source=observation.source.upper(),
        server=plain(observation.server),
        state=_say(f"CHK_LOOKUP_{observation.state.upper()}", locale),
        bytes=str(len(observation.raw)),
        ms=str(observation.took_ms),
    )
    yield from _wrapped(line, "  - ")
    for note in observation.messages:
        yield from _wrapped(render(note, locale), "      ")


def _wrapped(text: str, start: str) -> list[str]:
    return textwrap.wrap(
        visible(text),
        width=_WIDTH,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _moment(survey: Survey) -> dict[str, str]:
    started = survey.started_at
    return {
        "on": started.date().isoformat(),
        "hour": f"{started.hour}",
        "minute": f"{started.minute:02}",
    }


def _say(code: str, locale: Locale, **params: str) -> str:
    return render(message(code, **params), locale)


def _plain(value: object, locale: Locale) -> object:
    """Bring our values into JSON's; a message becomes its code, its parameters and its text."""
    if isinstance(value, Message):
        return {
            "code": value.code,
            "params": dict(value.params),
            "text": visible(render(value, locale)),
        }
    if dataclasses.is_dataclass(value):
        names = (field.name for field in dataclasses.fields(value))
        return {name: _plain(getattr(value, name), locale) for name in names}
    if isinstance(value, tuple):
        return [_plain(item, locale) for item in value]
    return _scalar(value)


def _scalar(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):  # also instants
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    return value
