"""The blueprint of the first steps, and where one begins or goes on."""

from dataclasses import dataclass

from flask import Blueprint, render_template

from reversibility.first_steps.queries import Progress, get_progress
from reversibility.http.seat import reading
from reversibility.kernel.actor import Permission
from reversibility.web.first_steps.frame import StepLink, step_links
from reversibility.web.members import members_only
from reversibility.web.way_back import remember_steps

pages = members_only(Blueprint("first_steps", __name__))
remember_steps(pages)

PATH = "/premiers-pas"


@dataclass(frozen=True, kw_only=True)
class StartPage:
    """The six steps, and where to go on."""

    links: tuple[StepLink, ...]
    done_count: int
    minutes_left: int
    go_on: str


@pages.get(PATH)
def start() -> str:
    """Show the six steps; lead to the first one that is open."""
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)
        progress = get_progress(desk.session, desk.actor)
    return render_template("first_steps/start.html", page=_page(progress))


def _page(progress: Progress) -> StartPage:
    links = step_links(progress)
    return StartPage(
        links=links,
        done_count=len(progress.done),
        minutes_left=sum(link.minutes for link in links if not link.is_done),
        go_on=next((link.href for link in links if not link.is_done), links[-1].href),
    )
