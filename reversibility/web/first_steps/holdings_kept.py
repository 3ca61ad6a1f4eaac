"""Third step, what it left: shown before one goes on, so that nothing is entered unseen."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, url_for

from reversibility.first_steps.holdings import Ask
from reversibility.first_steps.models import Step
from reversibility.http.seat import reading, services
from reversibility.web.first_steps.frame import Frame, following, make_frame, staying
from reversibility.web.first_steps.holdings_read import read_holdings
from reversibility.web.first_steps.pages import PATH, pages
from reversibility.web.forms.holding_groups import Asked
from reversibility.web.forms.holdings import choices_of
from reversibility.web.languages import lazy_gettext
from reversibility.web.words import words

_HEADS: Mapping[Ask, str] = {
    Ask.HOLDER: lazy_gettext("Au nom de"),
    Ask.PROVIDER: lazy_gettext("S’en occupe"),
    Ask.INSIDE: lazy_gettext("Y entre, au cabinet"),
    Ask.OUTSIDE: lazy_gettext("Le prestataire y entre"),
    Ask.PAYER: lazy_gettext("Paie"),
}


@dataclass(frozen=True, kw_only=True)
class KeptRow:
    """One asset, as it is declared."""

    name: str
    kind: str
    href: str
    answers: tuple[str, ...]
    """In the order of the questions; empty where one is open."""


@dataclass(frozen=True, kw_only=True)
class KeptPage:
    """What the third step left in the register."""

    frame: Frame
    heads: tuple[str, ...]
    rows: tuple[KeptRow, ...]
    ask: str
    go_on: str

    @property
    def open_count(self) -> int:
        """Questions that are still open."""
        return sum(not answer for row in self.rows for answer in row.answers)


@pages.get(f"{PATH}/elements/enregistre")
def holdings_kept() -> str:
    """Show what is declared now, before going on."""
    with reading() as desk:
        read = read_holdings(desk)
    choices = choices_of(read.parties)
    labels = {
        ask: {choice.value: str(choice.label) for choice in listed if choice.value}
        for ask, listed in choices.items()
    }
    page = KeptPage(
        frame=make_frame(Step.HOLDINGS, read.progress),
        heads=tuple(str(head) for head in _HEADS.values()),
        rows=tuple(_row(one, labels) for one in read.asked),
        ask=staying("holdings"),
        go_on=following(Step.HOLDINGS),
    )
    return render_template("first_steps/holdings_kept.html", page=page)


def _row(one: Asked, labels: Mapping[Ask, Mapping[str, str]]) -> KeptRow:
    return KeptRow(
        name=one.asset.name,
        kind=words().text(services().catalogue.kind(one.asset.kind).short),
        href=url_for("assets.show", asset_id=one.asset.id),
        answers=tuple(labels[ask].get(one.answers[ask], "") for ask in Ask),
    )
