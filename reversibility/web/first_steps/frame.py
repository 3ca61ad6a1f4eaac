"""What surrounds each of the first steps: where one is, how long it takes, and why it matters."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import request, url_for

from reversibility.first_steps.models import Step
from reversibility.first_steps.queries import Progress
from reversibility.web.languages import lazy_gettext

ANNEX = "annexe"
"""In the address of a step, as `retour`: where to lead back to."""


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What is said of a step."""

    label: str
    minutes: int
    why: str


@dataclass(frozen=True, kw_only=True)
class StepLink:
    """One of the six steps, in the row on top."""

    number: int
    label: str
    href: str
    minutes: int
    why: str
    is_done: bool
    is_here: bool


@dataclass(frozen=True, kw_only=True)
class Frame:
    """The row of steps, and the one that is open."""

    links: tuple[StepLink, ...]
    here: StepLink
    back: str
    """The step before; empty on the first."""
    is_for_annex: bool = False
    """Whether one came from the annex to fill in what it leaves blank: it leads back there."""


_TOLD: Mapping[Step, _Told] = {
    Step.PRACTICE: _Told(
        label=lazy_gettext("Votre cabinet"),
        minutes=1,
        why=lazy_gettext(
            "C’est avec ces noms que nous vous reconnaissons dans les données publiques, et sous "
            "eux que le cabinet signera l’annexe."
        ),
    ),
    Step.DOMAIN: _Told(
        label=lazy_gettext("Votre domaine"),
        minutes=2,
        why=lazy_gettext(
            "Votre site, vos courriels et vos comptes en ligne en dépendent\u00a0: un seul nom "
            "suffit pour en retrouver la plupart."
        ),
    ),
    Step.HOLDINGS: _Told(
        label=lazy_gettext("Qui détient quoi"),
        minutes=3,
        why=lazy_gettext(
            "Le jour d’un départ, tout se joue sur cinq questions\u00a0: au nom de qui, qui s’en "
            "occupe, qui peut entrer au cabinet et ailleurs, qui paie."
        ),
    ),
    Step.CONTRACT: _Told(
        label=lazy_gettext("Contrats"),
        minutes=3,
        why=lazy_gettext(
            "Ce qui n’est pas écrit se discute plus facilement avant la signature qu’après. Ayez "
            "sous la main le devis ou le contrat, et les conditions générales."
        ),
    ),
    Step.FINDINGS: _Told(
        label=lazy_gettext("Ce qui ne va pas"),
        minutes=1,
        why=lazy_gettext("Le plus grave d’abord, chaque fois avec le geste qui règle le point."),
    ),
    Step.ANNEX: _Told(
        label=lazy_gettext("L’annexe à signer"),
        minutes=1,
        why=lazy_gettext(
            "Jointe au contrat, elle dit par écrit qui détient quoi et comment tout revient au "
            "cabinet à la fin."
        ),
    ),
}


_ORDER = tuple(_TOLD)


def make_frame(step: Step, progress: Progress) -> Frame:
    """Describe the row of steps as it stands on the page of one of them."""
    links = step_links(progress, here=step)
    place = _ORDER.index(step)
    return Frame(
        links=links,
        here=links[place],
        back=links[place - 1].href if place else "",
        is_for_annex=is_for_annex(),
    )


def step_links(progress: Progress, *, here: Step | None = None) -> tuple[StepLink, ...]:
    """Return the six steps in their order."""
    return tuple(
        StepLink(
            number=number,
            label=str(_TOLD[step].label),
            href=step_address(step),
            minutes=_TOLD[step].minutes,
            why=str(_TOLD[step].why),
            is_done=step in progress.done,
            is_here=step is here,
        )
        for number, step in enumerate(_ORDER, start=1)
    )


def step_address(step: Step) -> str:
    """Return where a step stands."""
    return url_for(f"first_steps.{step.value}")


def following(step: Step) -> str:
    """Return where the step after this one stands, or the annex for whoever came from there."""
    if is_for_annex():
        return step_address(Step.ANNEX)
    return step_address(_ORDER[_ORDER.index(step) + 1])


def staying(endpoint: str) -> str:
    """Return where a page of a step stands, with the way back for whoever came from the annex."""
    return url_for(f"first_steps.{endpoint}", retour=ANNEX if is_for_annex() else None)


def is_for_annex() -> bool:
    """Say whether one came from the annex, to fill in what it leaves blank."""
    return request.values.get("retour") == ANNEX
