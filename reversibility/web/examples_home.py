"""What the page of components shows of the home page: the content of no real practice."""

from datetime import UTC, date, datetime

from reversibility.web.agreements.doors import DoorRow
from reversibility.web.languages import gettext as _
from reversibility.web.parts import BandPart, Block, DueLine, LossLine, Point, ScorePart
from reversibility.web.sheets.changes import AnswerLink, ChangeItem

_DIGEST = "3f0c1a5b7d9e2046816a0c9d5e7f1b3a2c4d6e8f90a1b2c3d4e5f60718293a4b"
_NAME = "cabinet-exemple.example"


def score() -> ScorePart:
    """Return an index that lost points."""
    return ScorePart(
        value=58,
        word=_("Fragile"),
        is_fragile=True,
        reason=_("cabinet-exemple.example\u00a0: le renouvellement est payé par le prestataire."),
        lost=42,
        losses=(
            LossLine(points=30, text=_("Titulaire")),
            LossLine(points=12, text=_("Double authentification")),
        ),
        knows="",
    )


def band() -> BandPart:
    """Return the assets of a small practice."""
    states = ("in_hand", "in_hand", "to_confirm", "out_of_reach")
    return BandPart(
        blocks=tuple(Block(state=state, weight=4 - place) for place, state in enumerate(states)),
        in_hand=2,
        to_confirm=1,
        out_of_reach=1,
    )


def doors() -> tuple[DoorRow, ...]:
    """Return two pages behind that of a contract, one of them begun."""
    return (
        DoorRow(
            icon="list-details",
            href="#main",
            title=_("Points du contrat"),
            text=_("Ce que le contrat dit de la fin, point par point."),
            state=_("aucun point lu"),
        ),
        DoorRow(
            icon="file-text",
            href="#main",
            title=_("Pièces du contrat"),
            text=_("Devis, conditions, factures, échanges."),
            state="",
        ),
    )


def dues() -> tuple[DueLine, ...]:
    """Return what is near, today and far."""
    return tuple(
        DueLine(
            day=date(2026, 10, 12 + days), days_left=days, title=_("Expiration"), detail=_NAME,
            href="#main",
        )
        for days in (0, 9, 18)
    )  # fmt: skip


def points() -> tuple[Point, ...]:
    """Return a finding, whole."""
    return (
        Point(
            rule="R-07",
            title=_("Payé par"),
            severity=_("À confirmer"),
            is_unknown=False,
            fact=_("cabinet-exemple.example\u00a0: le renouvellement est payé par le prestataire."),
            why=_("un maillon rompu, et vous n’avez plus la main"),
            remedy=_("Prendre le paiement à votre nom"),
            closes=_("Justifié par un document"),
            source="",
            minutes=10,
            is_quick=True,
            action=_("Prendre le paiement à votre nom"),
            href="#main",
            subject=_NAME,
            subject_href="#main",
            days_left=9,
        ),
    )


def changes() -> tuple[ChangeItem, ...]:
    """Return a change that nobody has explained."""
    return (
        ChangeItem(
            title=_("Titulaire"),
            severity=_("À confirmer"),
            tone="soon",
            at=datetime(2026, 10, 12, 6, 12, tzinfo=UTC),
            sentence=_NAME,
            between="",
            before="SELARL Cabinet Exemple",
            after="STUDIO EXEMPLE WEB",
            answers=(AnswerLink(text=_("réponse brute"), sha256=_DIGEST, href="#main"),),
            is_open=True,
            notes=(),
            asset=_NAME,
            asset_href="#main",
            href="#main",
        ),
    )
