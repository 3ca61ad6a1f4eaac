"""The page of components: each one in colour and in grey, with the content of no real practice.

Shown where REVERSIBILITY_COMPONENTS_PAGE is on; tests read it to see every macro rendered.
"""

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectChoice, StringField

from reversibility.catalogues.clauses import ESSENTIAL, clauses
from reversibility.web import examples, examples_home
from reversibility.web.agreements.doors import DoorRow
from reversibility.web.forms.agreement import REPLIES
from reversibility.web.languages import gettext as _
from reversibility.web.languages import lazy_gettext
from reversibility.web.parts import (
    AccessRow,
    BandPart,
    Bill,
    ChainLink,
    Choice,
    DocumentItem,
    DueLine,
    EvidenceItem,
    Fact,
    FieldRow,
    Finding,
    KindRow,
    MatrixCell,
    Point,
    ProgressPart,
    ScorePart,
    StandingRow,
    StepItem,
    Term,
    TermDrawing,
)
from reversibility.web.sheets.changes import ChangeItem
from reversibility.web.sheets.clauses import ClauseTexts, clause_texts

pages = Blueprint("components", __name__)

VERDICTS = (
    "confirmed",
    "contradicted",
    "not_published",
    "inconclusive",
    "unreachable",
    "proved_by_document",
)
ASSET_STATES = ("in_hand", "to_confirm", "out_of_reach")
SWATCHES = (
    ("papier", "#F2F5F6"),
    ("feuille", "#FFFFFF"),
    ("encre", "#15242D"),
    ("gris", "#4C5D68"),
    ("trait", "#D6DEE2"),
    ("bord", "#74848E"),
    ("bleu", "#1C4E78"),
    ("bleu-clair", "#E5EEF5"),
)


class ExampleForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A form with something wrong in it."""

    siren = StringField(
        lazy_gettext("SIREN du cabinet"),
        description=lazy_gettext("9 chiffres, sur votre avis de situation Sirene"),
    )
    situation = RadioField(
        lazy_gettext("Que se passe-t-il\u00a0?"),
        choices=[
            SelectChoice("cooperative", lazy_gettext("Le prestataire coopère")),
            SelectChoice("silent", lazy_gettext("Sans réponse")),
        ],
    )
    matches = BooleanField(lazy_gettext("Je l’ai relu\u00a0: il dit la même chose que le registre"))


@dataclass(frozen=True, kw_only=True)
class ComponentsPage:
    """One example of each component."""

    swatches: tuple[tuple[str, str], ...]
    verdicts: tuple[str, ...]
    asset_states: tuple[str, ...]
    due_days: tuple[int, ...]
    rows: tuple[FieldRow, ...]
    chain: tuple[ChainLink, ...]
    documents: tuple[DocumentItem, ...]
    evidence: tuple[EvidenceItem, ...]
    steps: tuple[StepItem, ...]
    facts: tuple[Fact, ...]
    kinds: tuple[KindRow, ...]
    choices: tuple[Choice, ...]
    bill: Bill
    cells: tuple[MatrixCell, ...]
    findings: tuple[Finding, ...]
    standings: tuple[StandingRow, ...]
    accesses: tuple[AccessRow, ...]
    terms: tuple[Term, ...]
    drawing: TermDrawing
    running: ProgressPart
    finished: ProgressPart
    score: ScorePart
    band: BandPart
    dues: tuple[DueLine, ...]
    points: tuple[Point, ...]
    changes: tuple[ChangeItem, ...]
    doors: tuple[DoorRow, ...]
    clause: ClauseTexts
    replies: tuple[tuple[str, str], ...]
    """Every answer a contract may give to a point: its code and its word."""


@pages.get("/composants")
def show_components() -> str:
    """Show every component."""
    form = ExampleForm(siren="123 456 78", meta={"csrf": False})
    form.siren.errors = [
        _("Il manque un chiffre\u00a0: un SIREN en compte 9, vous en avez saisi 8.")
    ]
    form.situation.errors = [_("Choisissez ce qui se passe avec le prestataire.")]
    return render_template("components/show.html", page=make_page(), form=form)


def make_page() -> ComponentsPage:
    """Make the examples."""
    return ComponentsPage(
        swatches=SWATCHES,
        verdicts=VERDICTS,
        asset_states=ASSET_STATES,
        due_days=(52, 2, 0, -3),
        rows=examples.rows(),
        chain=examples.chain(),
        documents=examples.documents(),
        evidence=examples.evidence(),
        steps=examples.steps(),
        facts=examples.facts(),
        kinds=examples.kinds(),
        choices=examples.choices(),
        bill=examples.bill(),
        cells=(
            MatrixCell(holds=True, pays=True, administers="full"),
            MatrixCell(pays=True, administers="limited"),
            MatrixCell(holds=True, administers="nobody"),
            MatrixCell(holds=True, administers="unknown"),
            MatrixCell(),
        ),
        findings=examples.findings(),
        standings=examples.standings(),
        accesses=examples.accesses(),
        terms=(
            Term(label=_("Titulaire du compte"), text="Studio Exemple Web"),
            Term(label=_("Payé par"), text="Studio Exemple Web"),
        ),
        drawing=TermDrawing(
            starts_on=date(2023, 4, 1),
            ends_on=date(2027, 3, 31),
            notice_day=date(2026, 12, 31),
            today=date(2026, 10, 12),
            notice_at=937,
            today_at=883,
            days_left=80,
        ),
        running=examples.progress(is_finished=False),
        finished=examples.progress(is_finished=True),
        score=examples_home.score(),
        band=examples_home.band(),
        dues=examples_home.dues(),
        points=examples_home.points(),
        changes=examples_home.changes(),
        doors=examples_home.doors(),
        clause=clause_texts(clauses().preset(ESSENTIAL)[0]),
        replies=tuple((value.value, str(word)) for value, word in REPLIES.items()),
    )
