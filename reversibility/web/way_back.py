"""The way back to a step that was left for another page, in the middle of the first steps."""

from dataclasses import dataclass

from flask import Blueprint, request, session, url_for

from reversibility.first_steps.models import Step

_LEFT = "first-steps-left"


@dataclass(frozen=True, kw_only=True)
class WayBack:
    """Which of the steps was left, and where it stands."""

    number: int
    href: str


def remember_steps(pages: Blueprint) -> None:
    """Note which step somebody is at; on the start page and the last one they are done leaving."""
    pages.before_request(_remember)


def find_way_back() -> WayBack | None:
    """Return the step that was left; on the pages of the steps and the home page there is none."""
    left = session.get(_LEFT, "")
    if left not in list(Step) or request.blueprint in {"first_steps", "home", None}:
        return None
    return WayBack(
        number=list(Step).index(Step(left)) + 1,
        href=url_for(f"first_steps.{left}"),
    )


def forget_steps() -> None:
    """Let no page lead back to the steps any more."""
    session.pop(_LEFT, None)


def _remember() -> None:
    step = (request.endpoint or "").rpartition(".")[2].partition("_")[0]
    if request.method != "GET":
        return
    if step in list(Step) and step != Step.ANNEX:
        session[_LEFT] = step
    elif step == "clauses":
        session[_LEFT] = Step.CONTRACT.value
    else:
        forget_steps()
