"""What one can do from the page of a contract: one line for each page behind it.

To add a page: one `Door` below, with the endpoint that takes `contract_id`. Its state is one short
text (`3 pièces`), read in the same transaction as the page: one query at most, since a page has
twelve in all.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from flask import url_for

from reversibility.contracts.event_queries import count_events
from reversibility.contracts.paper_queries import count_papers
from reversibility.http.seat import Desk
from reversibility.kernel.actor import Permission
from reversibility.web.languages import gettext, lazy_gettext, ngettext


@dataclass(frozen=True, kw_only=True)
class Door:
    """A page behind that of the contract, and who may open it."""

    endpoint: str
    icon: str
    title: str
    text: str
    """What one finds there, in one sentence."""
    needs: Permission = Permission.CONTRACT_READ
    state: Callable[[Desk, UUID], str] | None = None
    """Where it stands for this contract, in a few words."""


@dataclass(frozen=True, kw_only=True)
class DoorRow:
    """A door as the page of a contract shows it."""

    icon: str
    href: str
    title: str
    text: str
    state: str


def _papers(desk: Desk, contract_id: UUID) -> str:
    count = count_papers(desk.session, desk.actor, contract_id)
    return ngettext("%(num)s pièce", "%(num)s pièces", count) if count else gettext("aucune pièce")


def _events(desk: Desk, contract_id: UUID) -> str:
    count = count_events(desk.session, desk.actor, contract_id)
    return ngettext("%(num)s fait", "%(num)s faits", count) if count else gettext("aucun fait")


DOORS = (
    Door(
        endpoint="contract_papers.show_all",
        icon="file-text",
        title=lazy_gettext("Pièces du contrat"),
        text=lazy_gettext(
            "Le contrat signé, le devis accepté, les factures, les échanges\u00a0: chacun avec sa"
            " date et son empreinte."
        ),
        state=_papers,
    ),
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
        state=_events,
    ),
)
"""In the order in which they are shown."""


def doors_of(desk: Desk, contract_id: UUID) -> tuple[DoorRow, ...]:
    """Return the pages behind a contract that whoever asks may open."""
    return tuple(
        DoorRow(
            icon=door.icon,
            href=url_for(door.endpoint, contract_id=contract_id),
            title=str(door.title),
            text=str(door.text),
            state=door.state(desk, contract_id) if door.state else "",
        )
        for door in DOORS
        if desk.actor.may(door.needs)
    )
