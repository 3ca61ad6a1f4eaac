"""The journal: who did what to which record, and when; its check, and what leaves of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)

from reversibility.http.record_names import find_named, find_names, list_within
from reversibility.http.seat import Desk, reading, writing
from reversibility.journal import texts
from reversibility.journal.errors import EntryMissingError
from reversibility.journal.queries import (
    EntryLine,
    HeadLine,
    Wanted,
    count_entries,
    find_last,
    get_head,
    list_actors,
    list_entries,
    list_in_order,
)
from reversibility.journal.service import CHECKED, check_chain, note_check, note_export
from reversibility.web.filters import local_day
from reversibility.web.forms.journal import JournalForm
from reversibility.web.languages import current_language, gettext
from reversibility.web.members import members_only
from reversibility.web.sheets.journal import ids_in, journal_items, record_link
from reversibility.web.sheets.journal_file import FORMATS, JournalFile
from reversibility.web.sheets.journal_parts import JournalDay, JournalItem

pages = members_only(Blueprint("journal", __name__))

SHOWN = 50
COUNTED = 1_000
"""From there on it is `more than`."""
_CHUNK = 500
_LONGEST_NUMBER = 12


@dataclass(frozen=True, kw_only=True)
class CheckLine:
    """What the last check of the chain found."""

    at: datetime
    by: str
    entries: int
    broken_at: int | None


@dataclass(frozen=True, kw_only=True)
class RecordLine:
    """The record whose history is shown."""

    id: UUID
    name: str
    href: str


@dataclass(frozen=True, kw_only=True)
class JournalPage:
    """Entries that answer the filters, newest first, a day at a time."""

    days: tuple[JournalDay, ...]
    total: int
    """Entries in the whole journal."""
    found: int
    """Entries that answer the filters, up to one more than `COUNTED`."""
    counted: int
    is_filtered: bool
    record: RecordLine | None
    check: CheckLine | None
    newer: str
    """Address of the first page; empty on it."""
    older: str
    """Address of the page before, in time; empty on the last."""
    filters: Mapping[str, str]


@pages.get("/journal")
def show() -> Response:
    """List what was done."""
    form, below = JournalForm.of(request.args), _number("avant")
    is_right = form.validate()
    with reading() as desk:
        wanted = _wanted(desk, form) if is_right else Wanted()
        entries = _page_of(desk, wanted, below) if is_right else ()
        found = _count(desk, wanted, entries, below)
        last = find_last(desk.session, desk.actor, CHECKED)
        record_id = _record_id()
        ids = ids_in(entries) | ({record_id} if record_id else set())
        names = find_names(desk.session, desk.actor, ids)
        people = list_actors(desk.session, desk.actor)
        head = get_head(desk.session, desk.actor)
    form.offer(
        (each.key, texts.actor_name(each.kind, each.label, current_language())) for each in people
    )
    record = None
    if record_id:
        known = names.get(record_id)
        record = RecordLine(
            id=record_id,
            name=known.name if known else texts.word("gone", current_language()),
            href=record_link(record_id, known.type, names) if known else "",
        )
    page = JournalPage(
        days=_days(journal_items(entries[:SHOWN], names)),
        total=head.sequence,
        found=found,
        counted=COUNTED,
        is_filtered=bool(_filters()),
        record=record,
        check=_check_line(last),
        newer=_address() if below else "",
        older=_older(entries),
        filters=_filters(),
    )
    html = render_template("journal/show.html", page=page, form=form)
    return make_response(html, 200 if is_right else 422)


@pages.post("/journal/controler")
def check() -> Response:
    """Recompute the whole chain, and keep what was found."""
    with reading() as desk:
        state = check_chain(desk.session, desk.actor)
    with writing() as desk:
        note_check(desk.session, desk.actor, state, now=desk.now)
    if state.is_whole:
        flash(gettext("Le journal est intact."), "done")
    return redirect(url_for("journal.show", _anchor="check"))  # type: ignore[return-value]


@pages.post("/journal/export")
def export() -> Response:
    """Hand over the entries that answer the filters; that is journalled before."""
    kind = request.form.get("format", "")
    form = JournalForm.of(request.args)
    if kind not in FORMATS or not form.validate():
        raise EntryMissingError
    with writing() as desk:
        wanted = _wanted(desk, form)
        head = get_head(desk.session, desk.actor)
        count = count_entries(desk.session, desk.actor, wanted, most=head.sequence)
        what: dict[str, object] = {"format": kind, "entries": count}
        note_export(desk.session, desk.actor, what | {"filters": _filters()}, now=desk.now)
    made = JournalFile(
        kind=kind,
        made_at=desk.now,
        practice_id=desk.actor.practice_id,
        head=head,
        filters=_filters(),
        is_complete=wanted.is_everything,
    )
    answer = Response(
        stream_with_context(made.content(_chunks(wanted, head))), mimetype=made.media_type
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{made.filename}"'
    return answer


def _chunks(wanted: Wanted, head: HeadLine) -> Iterator[Any]:
    # Entries are never changed, so several short looks see the same as a long one.
    above = 0
    while True:
        with reading() as desk:
            entries = list_in_order(
                desk.session, desk.actor, wanted, above=above, up_to=head.sequence, limit=_CHUNK
            )
            names = find_names(desk.session, desk.actor, ids_in(entries))
        if not entries:
            return
        above = entries[-1].sequence
        yield entries, journal_items(entries, names)


def _wanted(desk: Desk, form: JournalForm) -> Wanted:
    wanted = form.wanted(current_app.config["TIME_ZONE"])
    words = wanted.text.words
    named = tuple(find_named(desk.session, desk.actor, word) for word in words)
    record_id = _record_id()
    within = list_within(desk.session, desk.actor, record_id) if record_id else frozenset()
    return replace(wanted, subjects=within, text=replace(wanted.text, named=named))


def _page_of(desk: Desk, wanted: Wanted, below: int | None) -> tuple[EntryLine, ...]:
    return list_entries(desk.session, desk.actor, wanted, below=below, limit=SHOWN + 1)


def _count(desk: Desk, wanted: Wanted, entries: tuple[EntryLine, ...], below: int | None) -> int:
    if below is None and len(entries) <= SHOWN:
        return len(entries)
    return count_entries(desk.session, desk.actor, wanted, most=COUNTED)


def _older(entries: tuple[EntryLine, ...]) -> str:
    if len(entries) <= SHOWN:
        return ""
    return _address(avant=entries[SHOWN - 1].sequence)


def _address(**more: Any) -> str:  # noqa: ANN401 - what url_for takes
    return url_for("journal.show", **_filters(), **more)


def _days(items: tuple[JournalItem, ...]) -> tuple[JournalDay, ...]:
    by_day: dict[Any, list[JournalItem]] = {}
    for item in items:
        by_day.setdefault(local_day(item.at), []).append(item)
    return tuple(JournalDay(day=day, items=tuple(found)) for day, found in by_day.items())


def _check_line(last: EntryLine | None) -> CheckLine | None:
    if last is None:
        return None
    found = last.content or {}
    return CheckLine(
        at=last.recorded_at,
        by=texts.actor_name(last.actor_kind, last.actor_label, current_language()),
        entries=int(found.get("entries") or 0),
        broken_at=found.get("broken_at"),
    )


def _filters() -> dict[str, Any]:
    names = ("fiche", *JournalForm().data)
    return {name: request.args[name] for name in names if request.args.get(name)}


def _record_id() -> UUID | None:
    asked = request.args.get("fiche", "")
    try:
        return UUID(asked) if asked else None
    except ValueError as error:
        raise EntryMissingError from error


def _number(name: str) -> int | None:
    asked = request.args.get(name, "")
    right = asked.isascii() and asked.isdigit() and len(asked) <= _LONGEST_NUMBER
    return int(asked) if right else None
