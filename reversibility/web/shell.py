"""What surrounds every page: who is signed in, where one can go, and the other language."""

from dataclasses import dataclass

from flask import Flask, request

from reversibility.http.seat import Seat, find_seat
from reversibility.kernel.actor import Permission
from reversibility.mandates.queries import MandateSheet
from reversibility.mandates.rules import ROLES, MandateState
from reversibility.store.errors import DatabaseUnusableError
from reversibility.web.languages import LANGUAGES, current_language, lazy_gettext
from reversibility.web.way_back import WayBack, find_way_back

HOME = "/"
_MOST_IN_BAR = 5
_KEPT_IN_BAR = 4
"""Of the bar of a telephone, when there are more: the rest stands behind one word."""
_PLACES = (
    (HOME, "home", lazy_gettext("Accueil"), Permission.FINDING_READ, False),
    ("/registre", "list-details", lazy_gettext("Registre"), None, False),
    ("/contrats", "file-text", lazy_gettext("Contrats"), None, False),
    (
        "/intervenants",
        "building-store",
        lazy_gettext("Intervenants"),
        Permission.REGISTER_WRITE,
        False,
    ),
    ("/changements", "arrows-exchange", lazy_gettext("Changements"), None, False),
    ("/fiches", "lifebuoy", lazy_gettext("Fiches"), None, False),
    ("/journal", "notebook", lazy_gettext("Journal"), Permission.JOURNAL_READ, False),
    (
        "/carte-urgence",
        "printer",
        lazy_gettext("Carte d’urgence"),
        Permission.REGISTER_WRITE,
        True,
    ),
    ("/membres", "users", lazy_gettext("Membres"), Permission.MEMBER_READ, True),
    ("/auditeurs", "user-search", lazy_gettext("Auditeurs"), Permission.MEMBER_MANAGE, True),
    ("/donnees", "database", lazy_gettext("Données"), Permission.DATA_MANAGE, True),
)
"""Each with what one needs to be allowed to go there; the last are about the practice."""
_PLACES_OF_OUTSIDERS = (
    ("/audit", "file-certificate", lazy_gettext("Mandat"), None, False),
    ("/fiches", "lifebuoy", lazy_gettext("Fiches"), None, False),
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """An entry of the navigation."""

    path: str
    icon: str
    label: str
    is_here: bool
    is_apart: bool
    """Whether it is about the practice and its people, under a rule of its own."""


@dataclass(frozen=True, kw_only=True)
class Shell:
    """The shell of one page."""

    language: str
    other_language: str
    seat: Seat | None
    places: tuple[Place, ...]
    mandate: MandateSheet | None
    """In force, of an outsider: they are told on every page that each view is kept."""
    way_back: WayBack | None = None
    """To the one of the first steps that was left for this page."""

    @property
    def bar(self) -> tuple[Place, ...]:
        """Return what stands in the bar of a telephone."""
        return self.places if len(self.places) <= _MOST_IN_BAR else self.places[:_KEPT_IN_BAR]

    @property
    def more(self) -> tuple[Place, ...]:
        """Return what the bar has no room for."""
        return self.places[len(self.bar) :]


def init_shell(app: Flask) -> None:
    """Give every template its shell."""
    app.context_processor(lambda: {"shell": make_shell()})


def make_shell() -> Shell:
    """Describe the shell of the page that answers this request."""
    language, seat = current_language(), _seat()
    is_outsider = seat is not None and seat.role in ROLES
    mandate = seat.mandate if seat is not None else None
    return Shell(
        language=language,
        other_language=next(other for other in LANGUAGES if other != language),
        seat=seat,
        places=tuple(
            Place(path=path, icon=icon, label=str(label), is_here=_is_here(path), is_apart=is_apart)
            for path, icon, label, needed, is_apart in (
                _PLACES_OF_OUTSIDERS if is_outsider else _PLACES
            )
            if needed is None or (seat is not None and seat.actor.may(needed))
        ),
        mandate=mandate if mandate and mandate.state is MandateState.IN_FORCE else None,
        way_back=find_way_back() if seat is not None else None,
    )


def _seat() -> Seat | None:
    # The page that says that the database cannot be used must not need it.
    try:
        return find_seat()
    except DatabaseUnusableError:
        return None


def _is_here(path: str) -> bool:
    if path == HOME:
        return request.path == HOME or request.blueprint == "findings"
    return request.path == path or request.path.startswith(f"{path}/")
