"""What one can do from the page of a contract: one line for each page behind it.

To add a page: one `Door` in its group below, with the endpoint that takes `contract_id`. Its state
is one short text (`3 pièces`) made of counts; the counts of all doors are one question to the
database. What no count can tell, a door reads itself (`reads`): the page of a contract has few
questions left.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from uuid import UUID

from flask import url_for
from sqlalchemy import ScalarSelect

from reversibility.catalogues.responsibilities import responsibilities
from reversibility.contracts.counting import (
    Counter,
    answers_counted,
    count_together,
    named_counted,
)
from reversibility.contracts.event_queries import events_counted
from reversibility.contracts.paper_queries import papers_counted
from reversibility.exits.letters.queries import LetterState, awaited_of
from reversibility.exits.requests.awaited import awaited_counted, late_counted
from reversibility.exits.tasks.queries import closed_tasks_counted, tasks_counted
from reversibility.http.seat import Desk
from reversibility.kernel.actor import Actor, Permission
from reversibility.web.filters import local_day
from reversibility.web.languages import gettext, lazy_gettext, ngettext

DatedCounter = Callable[[Actor, UUID, date], ScalarSelect[int]]


@dataclass(frozen=True, kw_only=True)
class Door:
    """A page behind that of the contract, and who may open it."""

    endpoint: str
    icon: str
    title: str
    text: str
    """What one finds there, in one sentence."""
    needs: Permission = Permission.CONTRACT_READ
    counters: tuple[Counter, ...] = ()
    """What is counted for this contract (contracts/counting.py)."""
    dated_counters: tuple[DatedCounter, ...] = ()
    """What is counted besides, and depends on the day."""
    says: Callable[..., str] | None = None
    """Tells where it stands from these counts, in a few words."""
    reads: Callable[[Desk, UUID], str] | None = None
    """Tells it instead from what it reads, in one question of its own."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Doors that answer one need."""

    title: str
    doors: tuple[Door, ...]


@dataclass(frozen=True, kw_only=True)
class DoorRow:
    """A door as the page of a contract shows it."""

    icon: str
    href: str
    title: str
    text: str
    state: str


@dataclass(frozen=True, kw_only=True)
class DoorGroup:
    """Doors under their title."""

    title: str
    rows: tuple[DoorRow, ...]


def _clauses(count: int) -> str:
    if not count:
        return gettext("aucun point lu")
    return ngettext("%(num)s point lu sur 27", "%(num)s points lus sur 27", count)


def _duties(named: int) -> str:
    gaps = max(len(responsibilities().rows) - named, 0)
    if not gaps:
        return gettext("chaque sujet a une personne")
    return ngettext("%(num)s sujet sans personne", "%(num)s sujets sans personne", gaps)


def _papers(count: int) -> str:
    return ngettext("%(num)s pièce", "%(num)s pièces", count) if count else gettext("aucune pièce")


def _events(count: int) -> str:
    return ngettext("%(num)s fait", "%(num)s faits", count) if count else gettext("aucun fait")


def _tasks(over: int, total: int) -> str:
    if not total:
        return gettext("aucune tâche")
    return ngettext(
        "%(over)s tâche sur %(num)s close", "%(over)s tâches sur %(num)s closes", total, over=over
    )


def _requests(waiting: int, late: int) -> str:
    if late:
        return ngettext("%(num)s réponse en retard", "%(num)s réponses en retard", late)
    if waiting:
        return ngettext("%(num)s réponse attendue", "%(num)s réponses attendues", waiting)
    return ""


def _letters(desk: Desk, contract_id: UUID) -> str:
    today = local_day(desk.now)
    lines = awaited_of(desk.session, desk.actor, contract_id, today=today)
    overdue = sum(line.state is LetterState.OVERDUE for line in lines)
    waiting = len(lines) - overdue
    told = []
    if overdue:
        told.append(ngettext("%(num)s réponse en retard", "%(num)s réponses en retard", overdue))
    if waiting:
        told.append(ngettext("%(num)s réponse attendue", "%(num)s réponses attendues", waiting))
    return ", ".join(told)


_READING = (
    Door(
        endpoint="contract_clauses.show",
        icon="list-details",
        title=lazy_gettext("Points du contrat"),
        text=lazy_gettext(
            "Ce que le contrat dit de la restitution, ce qui s’applique quand il n’en dit rien, et"
            " ce que vous pouvez proposer."
        ),
        counters=(answers_counted,),
        says=_clauses,
    ),
    Door(
        endpoint="contract_duties.show",
        icon="users",
        title=lazy_gettext("Qui fait quoi"),
        text=lazy_gettext(
            "Vingt-deux sujets, une seule personne qui décide de chacun\u00a0; ceux qui n’ont"
            " personne se voient."
        ),
        counters=(named_counted,),
        says=_duties,
    ),
    Door(
        endpoint="contract_basis.show",
        icon="file-certificate",
        title=lazy_gettext("Sur quoi repose le contrat"),
        text=lazy_gettext(
            "Signé ou non\u00a0: ce que montre chaque pièce, ce qui manque, et le contrat"
            " reconstitué."
        ),
    ),
    Door(
        endpoint="contract_papers.show_all",
        icon="file-text",
        title=lazy_gettext("Pièces du contrat"),
        text=lazy_gettext(
            "Le contrat signé, le devis accepté, les factures, les échanges\u00a0: chacun avec sa"
            " date et son empreinte."
        ),
        counters=(papers_counted,),
        says=_papers,
    ),
)
_HAPPENING = (
    Door(
        endpoint="situations.show",
        icon="help-circle",
        title=lazy_gettext("Situation"),
        text=lazy_gettext(
            "Quelques questions simples, et ce qui en découle\u00a0: le cas, l’urgence, et"
            " pourquoi."
        ),
    ),
    Door(
        endpoint="first_hour.show",
        icon="clock",
        title=lazy_gettext("Premiers gestes"),
        text=lazy_gettext("Ce qui vient en premier, à cocher, chaque ligne avec sa raison."),
    ),
    Door(
        endpoint="chronology.show",
        icon="notebook",
        title=lazy_gettext("Chronologie"),
        text=lazy_gettext("Les faits, un par un, avec leur jour et la pièce qui les montre."),
        counters=(events_counted,),
        says=_events,
    ),
    Door(
        endpoint="letters.show_all",
        icon="mail",
        title=lazy_gettext("Courriers"),
        text=lazy_gettext(
            "Douze modèles, du premier courriel à la résolution\u00a0: remplis, vérifiés, avec leur"
            " délai de réponse."
        ),
        reads=_letters,
    ),
    Door(
        endpoint="money.show",
        icon="currency-euro",
        title=lazy_gettext("Comptes"),
        text=lazy_gettext(
            "Payé, livré, accepté\u00a0: ce qui peut être demandé, ligne par ligne, et ce que la"
            " situation coûte."
        ),
    ),
    Door(
        endpoint="deciding.show",
        icon="list-details",
        title=lazy_gettext("Jusqu’où aller"),
        text=lazy_gettext(
            "Laisser là, négocier, transiger, mettre en demeure\u00a0: les options, et ce qui les"
            " fait changer."
        ),
        needs=Permission.FINDING_READ,
    ),
    Door(
        endpoint="public_notices.show",
        icon="users",
        title=lazy_gettext("Textes pour vos patients ou vos clients"),
        text=lazy_gettext("Bandeau, courriel, répondeur\u00a0: comment vous joindre, sans nommer."),
    ),
)
_LEAVING = (
    Door(
        endpoint="exits.show",
        icon="door-exit",
        title=lazy_gettext("Sortie"),
        text=lazy_gettext(
            "Qui fait quoi, dans quel ordre et pour quand\u00a0; ce qui montre que c’est fait, et"
            " la date de fin au plus tôt."
        ),
        counters=(closed_tasks_counted, tasks_counted),
        says=_tasks,
    ),
    Door(
        endpoint="handover.show_all",
        icon="list-details",
        title=lazy_gettext("Demandes de remise"),
        text=lazy_gettext(
            "Ce que vous demandez à un prestataire qui répond, ce qu’il remet, et le procès-verbal"
            " que vous signez tous les deux."
        ),
        counters=(awaited_counted,),
        dated_counters=(late_counted,),
        says=_requests,
    ),
)
GROUPS = (
    Group(title=lazy_gettext("Lire ce contrat"), doors=_READING),
    Group(title=lazy_gettext("Si quelque chose se passe"), doors=_HAPPENING),
    Group(title=lazy_gettext("Changer de prestataire"), doors=_LEAVING),
)
"""In the order in which they are shown."""


def doors_of(desk: Desk, contract_id: UUID) -> tuple[DoorGroup, ...]:
    """Return the pages behind a contract that whoever asks may open."""
    open_doors = [
        (group, [door for door in group.doors if desk.actor.may(door.needs)]) for group in GROUPS
    ]
    today = local_day(desk.now)
    counters = [
        counter for _, doors in open_doors for door in doors for counter in _counters(door, today)
    ]
    counts = iter(count_together(desk.session, desk.actor, contract_id, counters))
    return tuple(
        DoorGroup(
            title=str(group.title),
            rows=tuple(
                DoorRow(
                    icon=door.icon,
                    href=url_for(door.endpoint, contract_id=contract_id),
                    title=str(door.title),
                    text=str(door.text),
                    state=_state(door, desk, contract_id, counts),
                )
                for door in doors
            ),
        )
        for group, doors in open_doors
        if doors
    )


def _state(door: Door, desk: Desk, contract_id: UUID, counts: Iterator[int]) -> str:
    if door.reads:
        return door.reads(desk, contract_id)
    count = len(door.counters) + len(door.dated_counters)
    return door.says(*islice(counts, count)) if door.says else ""


def _counters(door: Door, today: date) -> Iterator[Counter]:
    yield from door.counters
    for counter in door.dated_counters:
        yield _on(counter, today)


def _on(counter: DatedCounter, today: date) -> Counter:
    return lambda actor, contract_id: counter(actor, contract_id, today)
