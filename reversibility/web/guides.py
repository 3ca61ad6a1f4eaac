"""The catalogue as a reference: how to get each kind of element back. Open without signing in."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO

from flask import Blueprint, Response, render_template, request, send_file

from reversibility.catalogues.models import AssetKind, Catalogue
from reversibility.catalogues.searching import LONGEST_QUESTION, Search
from reversibility.catalogues.situations import Situation
from reversibility.exits.leaflet import leaflet_pdf
from reversibility.http.seat import services
from reversibility.kernel.dates import Locale
from reversibility.web.filters import date_long
from reversibility.web.languages import current_language
from reversibility.web.parts import (
    Choice,
    Fact,
    KindGroup,
    KindRow,
    SourceLine,
    StepItem,
    Term,
)
from reversibility.web.sheets.playbook import (
    Facts,
    kind_groups,
    kind_row,
    kind_situations,
    neighbours,
    question_terms,
    role_terms,
    same_as,
    summary,
)
from reversibility.web.words import words

pages = Blueprint("guides", __name__)
PATH = "/fiches"


@dataclass(frozen=True, kw_only=True)
class GuidesPage:
    """Every kind, or those that a question is about."""

    question: str
    longest: int
    found: tuple[KindRow, ...]
    groups: tuple[KindGroup, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class GuidePage:
    """One kind: what owning it means, what to ask for, and the way back."""

    id: str
    title: str
    edition: str
    owning: Fact
    decisive: str
    normal: str
    alarming: str
    situations: tuple[Choice, ...]
    same_as: str
    summary: str
    steps: tuple[StepItem, ...]
    demand: tuple[Fact, ...]
    preconditions: tuple[Fact, ...]
    proof: tuple[Fact, ...]
    delays: tuple[Fact, ...]
    fees: tuple[Fact, ...]
    traps: tuple[Fact, ...]
    after: tuple[Fact, ...]
    roles: tuple[Term, ...]
    questions: tuple[Term, ...]
    needed: tuple[KindRow, ...]
    needing: tuple[KindRow, ...]
    sources: tuple[SourceLine, ...]


@pages.get(PATH)
def show_all() -> str:
    """List the kinds in the order of recovery, or answer a question."""
    catalogue = services().catalogue
    question = " ".join(request.args.get("q", "").split())[:LONGEST_QUESTION]
    found = _search(catalogue.version).find(question, current_language()) if question else ()
    page = GuidesPage(
        question=question,
        longest=LONGEST_QUESTION,
        found=tuple(kind_row(kind) for kind in found),
        groups=kind_groups(catalogue),
        total=len(catalogue.kinds),
    )
    return render_template("guides/list.html", page=page)


@pages.get(f"{PATH}/<kind_id>")
def show(kind_id: str) -> str:
    """Show one kind."""
    catalogue = services().catalogue
    page = _page(catalogue, catalogue.kind(kind_id), _situation())
    return render_template("guides/show.html", page=page)


@pages.get(f"{PATH}/<kind_id>/imprimer")
def print_leaflet(kind_id: str) -> Response:
    """Hand over the leaflet of one kind, to be printed."""
    catalogue, locale = services().catalogue, current_language()
    kind = catalogue.kind(kind_id)
    name = {"fr": "fiche-de-reprise", "en": "recovery-sheet"}[locale]
    return send_file(
        BytesIO(_leaflet(catalogue.version, kind.id, locale)),
        mimetype="application/pdf",
        download_name=f"{name}-{kind.id.replace('_', '-')}.pdf",
        max_age=0,
    )


def _page(catalogue: Catalogue, kind: AssetKind, situation: Situation) -> GuidePage:
    written = Facts(catalogue, kind)
    playbook = kind.playbook(situation)
    needed, needing = neighbours(catalogue, kind)
    facts = written.facts
    return GuidePage(
        id=kind.id,
        title=words().text(kind.title),
        edition=date_long(kind.version),
        owning=written.fact(kind.owning),
        decisive=words().text(kind.decisive),
        normal=words().text(kind.normal),
        alarming=words().text(kind.alarming),
        situations=kind_situations(kind, situation),
        same_as=same_as(kind, situation),
        summary=summary(playbook),
        steps=tuple(written.step(step) for step in playbook.steps),
        demand=facts(kind.demand),
        preconditions=facts(kind.preconditions),
        proof=facts(kind.proof),
        delays=facts(kind.delays),
        fees=facts(kind.fees),
        traps=facts(kind.traps),
        after=facts(catalogue.after_recovery(kind)),
        roles=role_terms(kind),
        questions=question_terms(kind),
        needed=needed,
        needing=needing,
        sources=written.lines(),
    )


def _situation() -> Situation:
    asked = request.args.get("situation", "")
    known = {situation.value: situation for situation in Situation}
    return known.get(asked, Situation.COOPERATIVE)


# The page is open to all and a leaflet costs a second: each is made once.
@cache
def _leaflet(version: str, kind_id: str, locale: Locale) -> bytes:  # noqa: ARG001 - one for each catalogue
    catalogue = services().catalogue
    return leaflet_pdf(catalogue, catalogue.kind(kind_id), locale)


@cache
def _search(version: str) -> Search:  # noqa: ARG001 - one index for each catalogue
    return Search(services().catalogue)
