"""What surrounds each of the first steps: where one is, how long it takes, and why it matters."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from reversibility.first_steps.models import Step
from reversibility.first_steps.queries import Progress
from reversibility.web.languages import lazy_gettext


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
        minutes=2,
        why=lazy_gettext(
            "Le jour d’un départ, tout se joue sur quelques questions\u00a0: à quel nom, qui peut "
            "entrer, qui paie."
        ),
    ),
    Step.CONTRACT: _Told(
        label=lazy_gettext("Contrats"),
        minutes=3,
        why=lazy_gettext(
            "Ce qui n’est pas écrit se discute plus facilement avant la signature qu’après."
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
    return Frame(links=links, here=links[place], back=links[place - 1].href if place else "")


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
    """Return where the step after this one stands."""
    return step_address(_ORDER[_ORDER.index(step) + 1])
