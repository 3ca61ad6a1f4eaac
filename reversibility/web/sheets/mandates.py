"""Mandates in words: what each covers, until when, where it stands, what was looked at."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import url_for

from reversibility.mandates.models import Scope
from reversibility.mandates.queries import MandateSheet, NoteLine, ViewLine
from reversibility.mandates.rules import MandateState
from reversibility.web.filters import author, date_long, moment
from reversibility.web.languages import gettext, lazy_gettext
from reversibility.web.parts import Term
from reversibility.web.words import note_about, role_text

STATES: Mapping[MandateState, str] = {
    MandateState.UPCOMING: lazy_gettext("À venir"),
    MandateState.IN_FORCE: lazy_gettext("En cours"),
    MandateState.OVER: lazy_gettext("Arrivé à son terme"),
    MandateState.ENDED: lazy_gettext("Terminé par le cabinet"),
}
_PAGES: Mapping[str, str] = {
    "start": lazy_gettext("Page d’accueil du mandat"),
    "asset": lazy_gettext("Fiche d’un élément"),
    "answer": lazy_gettext("Réponse brute, téléchargée"),
    "proof": lazy_gettext("Justificatif, téléchargé"),
    "report": lazy_gettext("Rapport de titularité, téléchargé"),
    "pack": lazy_gettext("Dossier des relevés et pièces, téléchargé"),
    "check": lazy_gettext("Avancement d’une vérification"),
    "guide": lazy_gettext("Fiche de reprise"),
}


@dataclass(frozen=True, kw_only=True)
class MandateRow:
    """A mandate in the owner's list."""

    person: str
    role: str
    scope: str
    dates: str
    state: str
    is_running: bool
    is_signed: bool
    href: str


@dataclass(frozen=True, kw_only=True)
class ViewRow:
    """One look, as the owner reads it."""

    when: str
    what: str
    name: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class NoteItem:
    """A note with its author and date."""

    text: str
    about: str
    """The result it is about; empty for the asset as a whole."""
    written: str


def scope_text(mandate: MandateSheet) -> str:
    """Say how much a mandate covers."""
    if mandate.scope is Scope.PRACTICE:
        return gettext("Tous les éléments du cabinet")
    if mandate.scope is Scope.PROVIDER:
        return gettext("Les éléments confiés à %(provider)s", provider=mandate.scope_name)
    return gettext("Les éléments du contrat «\u202f%(title)s\u202f»", title=mandate.scope_name)


def dates_text(mandate: MandateSheet) -> str:
    """Say from which day to which."""
    return gettext(
        "du %(starts)s au %(ends)s",
        starts=date_long(mandate.starts_on),
        ends=date_long(mandate.ends_on),
    )


def mandate_terms(mandate: MandateSheet) -> tuple[Term, ...]:
    """Write what a mandate says."""
    terms = [
        Term(label=gettext("Périmètre"), text=scope_text(mandate)),
        Term(label=gettext("Période"), text=dates_text(mandate)),
        Term(
            label=gettext("Donné par"),
            text=gettext(
                "%(who)s, %(when)s", who=author(mandate.granted_by), when=moment(mandate.granted_at)
            ),
        ),
        Term(label=gettext("Engagement de confidentialité"), text=_statement(mandate)),
    ]
    if mandate.ended_at:
        ended = gettext(
            "%(who)s, %(when)s", who=author(mandate.ended_by), when=moment(mandate.ended_at)
        )
        terms.append(Term(label=gettext("Terminé par"), text=ended))
    return tuple(terms)


def _statement(mandate: MandateSheet) -> str:
    signed = mandate.statement
    if signed is None:
        return gettext("Pas encore signé\u00a0: rien ne peut être consulté")
    return gettext(
        "Signé par %(name)s, %(when)s, texte du %(version)s",
        name=signed.signed_name,
        when=moment(signed.signed_at),
        version=date_long(date.fromisoformat(signed.text_version)),
    )


def mandate_row(mandate: MandateSheet) -> MandateRow:
    """Describe a mandate in the owner's list."""
    return MandateRow(
        person=mandate.person,
        role=role_text(mandate.role),
        scope=scope_text(mandate),
        dates=dates_text(mandate),
        state=str(STATES[mandate.state]),
        is_running=mandate.state in (MandateState.IN_FORCE, MandateState.UPCOMING),
        is_signed=mandate.statement is not None,
        href=url_for("mandates.show", mandate_id=mandate.id),
    )


def view_rows(views: Collection[ViewLine]) -> tuple[ViewRow, ...]:
    """Write what was looked at."""
    return tuple(
        ViewRow(
            when=moment(view.at),
            what=str(_PAGES.get(view.page, lazy_gettext("Autre page"))),
            name=view.name,
            sha256=view.sha256,
        )
        for view in views
    )


def note_items(notes: Collection[NoteLine], asset_id: UUID | None = None) -> tuple[NoteItem, ...]:
    """Write notes, of one asset or of all."""
    return tuple(
        NoteItem(text=note.text, about=note_about(note.field), written=_written(note))
        for note in notes
        if asset_id in (None, note.asset_id)
    )


def _written(note: NoteLine) -> str:
    return _by(note.written_by, note.written_at)


def _by(who: str, when: datetime) -> str:
    return gettext("%(who)s, %(when)s", who=who, when=moment(when))
