"""A challenge in plain words: what to place, whom to ask, and what each server shows."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from probes.interface import Message
from reversibility.evidence.declarations import challenged_name
from reversibility.evidence.queries import ChallengeSheet, Method, Outcome, Stage
from reversibility.register.queries import AssetSheet
from reversibility.web.filters import date_long
from reversibility.web.languages import gettext
from reversibility.web.parts import Term
from reversibility.web.words import said


@dataclass(frozen=True, kw_only=True)
class ControlPage:
    """An element, and the newest request about it."""

    asset_id: UUID
    asset: str
    name: str
    """What is to be shown control of; empty where no name is declared."""
    is_zone: bool
    """Placed in the zone; else on the site."""
    stage: str
    """`none` before the first request, else that of the request."""
    challenge_id: UUID | None = None
    where: str = ""
    """The name of the record, or the address of the file."""
    value: str = ""
    """What to place there; empty once it is over."""
    letter: str = ""
    """For whoever runs the zone or the site."""
    requested_by: str = ""
    requested_at: datetime | None = None
    expires_at: datetime | None = None
    passed_at: datetime | None = None
    checked_at: datetime | None = None
    is_in_place: bool = False
    """Whether the last look saw it."""
    places: tuple[Term, ...] = ()
    """Each server, and what it shows."""
    reasons: tuple[str, ...] = ()
    is_renamed: bool = False
    """The element bears another name since."""

    @property
    def can_verify(self) -> bool:
        """Whether one may look now."""
        return self.stage in {Stage.WAITING, Stage.PASSED} and not self.is_renamed


def control_page(
    asset: AssetSheet, method: Method, challenge: ChallengeSheet | None
) -> ControlPage:
    """Describe how an element stands."""
    name = challenged_name(asset.kind, asset.attributes)
    is_zone = method is Method.TXT
    if challenge is None:
        return ControlPage(
            asset_id=asset.id, asset=asset.name, name=name, is_zone=is_zone, stage="none"
        )
    return ControlPage(
        asset_id=asset.id,
        asset=asset.name,
        name=challenge.name,
        is_zone=challenge.method is Method.TXT,
        stage=challenge.stage,
        challenge_id=challenge.id,
        where=challenge.where,
        value=challenge.value,
        letter=_letter(challenge) if challenge.value else "",
        requested_by=challenge.requested_by,
        requested_at=challenge.requested_at,
        expires_at=challenge.expires_at,
        passed_at=challenge.passed_at,
        checked_at=challenge.checked_at,
        is_in_place=challenge.outcome is Outcome.PASSED,
        places=_places(challenge),
        reasons=_reasons(challenge.reasons),
        is_renamed=name != challenge.name,
    )


def _letter(challenge: ChallengeSheet) -> str:
    until = date_long(challenge.expires_at)
    if challenge.method is Method.TXT:
        return gettext(
            "Bonjour,\n\nPourriez-vous ajouter la ligne suivante dans la zone DNS de %(name)s,"
            " avant le %(until)s\u00a0?\n\nNom\u00a0: %(where)s\nType\u00a0: TXT\nValeur\u00a0:"
            " %(value)s\n\nSi votre outil ajoute de lui-même %(name)s à la fin du nom, ne saisissez"
            " que le début. Cette ligne ne change rien au site ni aux courriels, et pourra être"
            " retirée après cette date.\n\nMerci de nous écrire quand c’est fait.",
            name=challenge.name,
            until=until,
            where=challenge.where,
            value=challenge.value,
        )
    return gettext(
        "Bonjour,\n\nPourriez-vous placer un fichier texte sur le site %(name)s, avant le"
        " %(until)s\u00a0?\n\nAdresse\u00a0: %(where)s\nContenu, sans rien d’autre\u00a0:"
        " %(value)s\n\nLe fichier doit s’ouvrir à cette adresse sans renvoi vers un autre site. Il"
        " ne change rien aux pages, et pourra être retiré après cette date.\n\nMerci de nous écrire"
        " quand c’est fait.",
        name=challenge.name,
        until=until,
        where=challenge.where,
        value=challenge.value,
    )


def _places(challenge: ChallengeSheet) -> tuple[Term, ...]:
    if challenge.method is not Method.TXT:
        return ()
    return tuple(
        Term(
            label=f"{place.server} ({place.address})" if place.address else place.server,
            text=_shows(place.saw),
        )
        for place in challenge.places
    )


def _shows(saw: bool | None) -> str:  # noqa: FBT001 - of a place
    if saw is None:
        return gettext("n’a pas répondu")
    return gettext("a la valeur demandée") if saw else gettext("ne l’a pas encore")


def _reasons(reasons: tuple[Message, ...]) -> tuple[str, ...]:
    return tuple(said(reason) for reason in reasons)
