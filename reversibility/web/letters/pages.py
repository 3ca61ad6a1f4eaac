"""The blueprint of the letters, and what their pages share."""

from collections.abc import Mapping
from uuid import UUID

from flask import Blueprint, request, url_for

from reversibility.catalogues.letters import Channel, letters
from reversibility.exits.drafting.gathering import LetterMaterial
from reversibility.exits.drafting.words import channel_name
from reversibility.exits.letters.queries import LetterState
from reversibility.web.agreements.papers import LARGEST_POST
from reversibility.web.languages import current_language, lazy_gettext
from reversibility.web.members import members_only

pages = members_only(Blueprint("letters", __name__))

STATES: Mapping[LetterState, str] = {
    LetterState.DRAFT: lazy_gettext("Brouillon"),
    LetterState.FINAL: lazy_gettext("Définitif, à envoyer"),
    LetterState.SENT: lazy_gettext("Envoyé"),
    LetterState.RECEIVED: lazy_gettext("Reçu, en attente de réponse"),
    LetterState.ANSWERED: lazy_gettext("Réponse reçue"),
    LetterState.OVERDUE: lazy_gettext("Délai passé, sans réponse notée"),
    LetterState.CLOSED: lazy_gettext("Clos sans réponse"),
}
TONES: Mapping[LetterState, str] = {
    LetterState.ANSWERED: "done",
    LetterState.OVERDUE: "soon",
    LetterState.FINAL: "soon",
}
_WITH_A_FILE = frozenset({"letters.send", "letters.answer"})


@pages.url_value_preprocessor
def _take_a_file(endpoint: str | None, _values: dict[str, object] | None) -> None:
    # Before the check of the form's token, which reads the whole body.
    if endpoint in _WITH_A_FILE:
        request.max_content_length = LARGEST_POST


def letter_title(kind: str) -> str:
    """Return how a letter is called."""
    return letters().letters[kind].title.in_(current_language())


def channel_text(channel: str) -> str:
    """Return how a channel is called, as a label."""
    name = channel_name(Channel(channel), current_language())
    return name[:1].upper() + name[1:]


def where_filled(where: str, material: LetterMaterial, letter_id: UUID | None = None) -> str:
    """Return the page on which something that a letter needs is filled in."""
    contract_id = material.contract.id
    return {
        "practice": lambda: url_for("practice_card.ask"),
        "provider": lambda: url_for("parties_editing.ask", party_id=material.provider.id),
        "contract": lambda: url_for("first_steps.contract", contrat=contract_id),
        "letters": lambda: url_for("letters.show_all", contract_id=contract_id),
        "money": lambda: url_for("money.show", contract_id=contract_id),
        "letter": lambda: url_for("letters.ask", letter_id=letter_id),
    }[where]()
