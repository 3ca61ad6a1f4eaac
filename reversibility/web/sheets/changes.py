"""What has changed, as items of a timeline: what, between which checks, before and after."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from probes.changes import ChangedField, ChangeKind
from probes.texts import Severity
from reversibility.evidence.change_file import change_text, change_values
from reversibility.evidence.change_models import ChangeMark
from reversibility.evidence.queries import AnswerRef, ChangeLine, ChangeNoteLine
from reversibility.web.filters import author, moment
from reversibility.web.languages import current_language, gettext, lazy_gettext
from reversibility.web.words import host, source_name, word

FIELDS: Mapping[str, str] = {
    ChangedField.REGISTRATION: lazy_gettext("Enregistrement du nom"),
    ChangedField.HOLDER: lazy_gettext("Titulaire"),
    ChangedField.REGISTRAR: lazy_gettext("Bureau d’enregistrement"),
    ChangedField.EXPIRY: lazy_gettext("Date d’expiration"),
    ChangedField.LOCK: lazy_gettext("Verrou de transfert"),
    ChangedField.STATUS: lazy_gettext("Statut du nom"),
    ChangedField.NAME_SERVERS: lazy_gettext("Serveurs de noms"),
    ChangedField.MAIL_HOST: lazy_gettext("Service de courrier"),
    ChangedField.DNSSEC: lazy_gettext("DNSSEC"),
    ChangedField.CERTIFICATE: lazy_gettext("Certificat du site"),
    ChangedField.CONTROL: lazy_gettext("Contrôle technique"),
}
SEVERITIES: Mapping[str, str] = {
    Severity.INFO: lazy_gettext("Entretien courant"),
    Severity.NOTICE: lazy_gettext("À savoir"),
    Severity.WARNING: lazy_gettext("À vérifier"),
    Severity.ERROR: lazy_gettext("Important"),
    Severity.CRITICAL: lazy_gettext("Critique"),
}
MARKS: Mapping[str, str] = {
    ChangeMark.SEEN: lazy_gettext("Vu, pas encore expliqué"),
    ChangeMark.EXPLAINED: lazy_gettext("Expliqué"),
    ChangeMark.OPEN: lazy_gettext("À expliquer"),
}
_TONES = {
    Severity.INFO: "quiet",
    Severity.NOTICE: "quiet",
    Severity.WARNING: "soon",
    Severity.ERROR: "loss",
    Severity.CRITICAL: "loss",
}


@dataclass(frozen=True, kw_only=True)
class AnswerLink:
    """One of the two answers: where to take it, and its digest."""

    text: str
    sha256: str
    href: str
    """Empty once its bytes were erased."""


@dataclass(frozen=True, kw_only=True)
class SaidOf:
    """A mark with its note: who set it, and when."""

    mark: str
    text: str
    written: str


@dataclass(frozen=True, kw_only=True)
class ChangeItem:
    """One change."""

    title: str
    severity: str
    tone: str
    at: datetime
    sentence: str
    between: str
    before: str
    after: str
    answers: tuple[AnswerLink, ...]
    is_open: bool
    """It matters, and nobody has explained it."""
    notes: tuple[SaidOf, ...]
    asset: str
    asset_href: str
    href: str
    """Where it can be explained; empty for who may not."""


def change_items(lines: Iterable[ChangeLine], *, may_note: bool) -> tuple[ChangeItem, ...]:
    """Write changes for the reader."""
    return tuple(change_item(line, may_note=may_note) for line in lines)


def change_item(line: ChangeLine, *, may_note: bool) -> ChangeItem:
    """Write one change for the reader."""
    before, after = change_values(line, current_language())
    matters = line.severity.rank >= Severity.WARNING.rank
    return ChangeItem(
        title=_title(line),
        severity=word(SEVERITIES, line.severity),
        tone=_TONES[line.severity],
        at=line.later_at,
        sentence=_sentence(line),
        between=gettext(
            "Entre le relevé du %(earlier)s et celui du %(later)s",
            earlier=moment(line.earlier_at),
            later=moment(line.later_at),
        ),
        before=before,
        after=after or _nothing(line),
        answers=tuple(_link(each) for each in (line.earlier, line.later) if each),
        is_open=matters and line.mark is not ChangeMark.EXPLAINED,
        notes=tuple(_said(note) for note in line.notes),
        asset=line.asset_name,
        asset_href=url_for("assets.show", asset_id=line.asset_id),
        href=url_for("changes.show_one", change_id=line.id) if may_note else "",
    )


def _title(line: ChangeLine) -> str:
    field = word(FIELDS, line.field)
    if line.kind is ChangeKind.RESULT:
        return gettext("%(field)s\u00a0: résultat", field=field)
    return field


def _sentence(line: ChangeLine) -> str:
    if line.is_erased:
        return gettext(
            "Ce que les deux relevés disaient a été effacé\u202f; la date et les empreintes"
            " restent."
        )
    return change_text(line, current_language())


def _nothing(line: ChangeLine) -> str:
    """Say what stands in the place of a value that is not published any more."""
    if line.is_erased:
        return ""
    return {
        ChangeKind.HIDDEN: gettext("masqué"),
        ChangeKind.GONE: gettext("non indiqué"),
    }.get(line.kind, gettext("aucun"))


def _link(answer: AnswerRef) -> AnswerLink:
    text = gettext(
        "%(source)s, %(server)s, %(when)s",
        source=source_name(answer.source),
        server=host(answer.server),
        when=moment(answer.asked_at),
    )
    href = "" if answer.is_erased else url_for("downloads.answer", observation_id=answer.id)
    return AnswerLink(text=text, sha256=answer.sha256, href=href)


def _said(note: ChangeNoteLine) -> SaidOf:
    when = moment(note.written_at)
    who = author(note.written_by)
    return SaidOf(
        mark=word(MARKS, note.mark),
        text=note.text,
        written=gettext("%(who)s, %(when)s", who=who, when=when) if who else when,
    )
