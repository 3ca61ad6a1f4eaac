"""The page of components: each one in colour and in grey, with the content of no real practice.

Shown where REVERSIBILITY_COMPONENTS_PAGE is on; tests read it to see every macro rendered.
"""

from dataclasses import dataclass, replace
from datetime import date

from flask import Blueprint, render_template
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectChoice, StringField

from reversibility.web.languages import gettext as _
from reversibility.web.languages import lazy_gettext
from reversibility.web.parts import (
    AccessRow,
    Bill,
    BillLine,
    ChainLink,
    Choice,
    Entry,
    EvidenceItem,
    FieldRow,
    FieldVerdict,
    Finding,
    Link,
    MatrixCell,
    ProgressPart,
    ProgressUnit,
    StandingRow,
    Statement,
    StepItem,
    Term,
    TermDrawing,
)

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
_DIGEST = "b71e5b0f6f5d4c6e8a90b1c2d3e4f5061728394a5b6c7d8e9f00112233449f04"


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


@dataclass(frozen=True, kw_only=True)
class ComponentsPage:
    """One example of each component."""

    swatches: tuple[tuple[str, str], ...]
    verdicts: tuple[str, ...]
    asset_states: tuple[str, ...]
    due_days: tuple[int, ...]
    rows: tuple[FieldRow, ...]
    chain: tuple[ChainLink, ...]
    evidence: tuple[EvidenceItem, ...]
    steps: tuple[StepItem, ...]
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
        rows=_rows(),
        chain=_chain(),
        evidence=_evidence(),
        steps=_steps(),
        choices=_choices(),
        bill=_bill(),
        cells=(
            MatrixCell(holds=True, pays=True, administers="full"),
            MatrixCell(pays=True, administers="limited"),
            MatrixCell(holds=True, administers="nobody"),
            MatrixCell(),
        ),
        findings=_findings(),
        standings=_standings(),
        accesses=_accesses(),
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
        running=_progress(is_finished=False),
        finished=_progress(is_finished=True),
    )


def _rows() -> tuple[FieldRow, ...]:
    raw = Link(text=_("réponse brute"), href="#evidence")
    return (
        FieldRow(
            label=_("Titulaire"),
            declared=Statement(text="SELARL Cabinet Exemple", source="N. Lopez"),
            state="contradicted",
            observed=Statement(text="STUDIO EXEMPLE WEB SARL", source="RDAP", raw=(raw,)),
            reasons=(_("Le nom et le SIREN publiés sont ceux du prestataire."),),
            advice=_("Demandez l’accord des deux parties pour changer le titulaire."),
            next_step=Link(text=_("Voir comment le récupérer"), href="#steps"),
        ),
        FieldRow(
            label=_("Contact administratif"),
            declared=Statement(text="Dr Claire Martin"),
            state="not_published",
            observed=Statement(text=_("Masqué par l’office d’enregistrement"), raw=(raw,)),
            reasons=(_("C’est normal\u00a0: l’office masque les particuliers."),),
        ),
        FieldRow(
            label=_("Certificat du site"),
            declared=Statement(text=_("Non déclaré")),
            state="unreachable",
            observed=Statement(text=_("Le site n’a pas répondu")),
        ),
    )


def _chain() -> tuple[ChainLink, ...]:
    return (
        ChainLink(label=_("Office d’enregistrement"), text="Registre Exemple", state="confirmed"),
        ChainLink(
            label=_("Bureau d’enregistrement"),
            text="Registrar Exemple",
            state="confirmed",
            is_broken=True,
        ),
        ChainLink(
            label=_("Titulaire"), text="Studio Exemple Web", state="contradicted", is_broken=True
        ),
        ChainLink(label=_("Payé par"), text="Studio Exemple Web", state="proved_by_document"),
    )


def _evidence() -> tuple[EvidenceItem, ...]:
    return (
        EvidenceItem(
            icon="world-search",
            title=_("Réponse de l’office d’enregistrement"),
            detail="RDAP",
            sha256=_DIGEST,
            href="#evidence",
        ),
        EvidenceItem(icon="world-x", title=_("Le site n’a pas répondu"), detail="TLS"),
    )


def _steps() -> tuple[StepItem, ...]:
    return (
        StepItem(title=_("Figer les pièces"), who=_("vous"), done_on=date(2026, 10, 8)),
        StepItem(
            title=_("Écrire au bureau d’enregistrement"),
            detail=_("Joindre l’extrait Sirene de moins de trois mois."),
            who=_("vous"),
            due_on=date(2026, 12, 1),
            is_next=True,
        ),
        StepItem(
            title=_("Copier la zone DNS avant tout transfert"),
            trap=_("Un transfert ne déplace ni la zone, ni les boîtes, ni le site."),
            who=_("repreneur"),
        ),
    )


def _choices() -> tuple[Choice, ...]:
    texts = (
        _("Le prestataire coopère"),
        _("Sans réponse"),
        _("Remise refusée ou contestée"),
        _("Fermeture, décès, cession"),
    )
    return tuple(
        Choice(text=text, href=f"#situation-{rank}", is_chosen=rank == 1)
        for rank, text in enumerate(texts)
    )


def _bill() -> Bill:
    return Bill(
        lines=(
            BillLine(
                label=_("Prise d’effet"),
                value=_("1er avril 2023"),
                source=_("article 3, page 2"),
            ),
            BillLine(label=_("+ durée initiale de 36 mois"), value=_("31 mars 2026")),
        ),
        result=BillLine(label=_("Dernier jour de réception"), value=_("31 décembre 2026")),
        after=(
            BillLine(
                label=_("À poster avant, avec 15 jours de marge"), value=_("16 décembre 2026")
            ),
        ),
    )


def _findings() -> tuple[Finding, ...]:
    return (
        Finding(
            severity=_("Critique"),
            fact=_("cabinet-exemple.example expire dans 30 jours."),
            action=_("Faire renouveler"),
            href="#steps",
            due_on=date(2026, 11, 11),
        ),
        Finding(
            severity=_("Modéré"),
            fact=_("cabinet-exemple.example\u00a0: le renouvellement est payé par le prestataire."),
            action=_("Prendre le paiement à votre nom"),
        ),
    )


def _standings() -> tuple[StandingRow, ...]:
    lost = StandingRow(
        href="#steps",
        icon="world-www",
        name="cabinet-exemple.example",
        kind=_("Nom de domaine"),
        state="out_of_reach",
        holder=_("le cabinet"),
        verdict=FieldVerdict(label=_("Titulaire"), state="contradicted"),
        can_be_verified=True,
        entry=Entry(text=_("Studio Exemple Web seul"), alone=True),
        payer="Studio Exemple Web",
        next_date=date(2026, 10, 20),
        days_left=8,
    )
    return (
        lost,
        replace(
            lost,
            icon="ad-2",
            name="Google Ads",
            kind=_("Publicité en ligne"),
            verdict=None,
            can_be_verified=False,
            entry=Entry(text=_("2 du cabinet")),
            next_date=None,
            days_left=None,
        ),
    )


def _accesses() -> tuple[AccessRow, ...]:
    return (
        AccessRow(
            person="Nadia Lopez",
            party="Cabinet Exemple",
            role=_("Administrateur"),
            administers=True,
            second_factor=_("application"),
            recovery_address="secours@boite-exemple.example",
            confirmed_on=date(2026, 9, 2),
        ),
        AccessRow(
            person="Marc Vidal",
            party="Studio Exemple Web",
            role=_("Éditeur"),
            administers=False,
            second_factor=_("non connue"),
            recovery_address="",
            confirmed_on=None,
        ),
    )


def _progress(*, is_finished: bool) -> ProgressPart:
    return ProgressPart(
        status=_("4 vérifications sur 4 sont faites.")
        if is_finished
        else _("2 vérifications sur 4 sont faites."),
        ended_count=4 if is_finished else 2,
        total_count=4,
        href="/composants",
        is_finished=is_finished,
        left="" if is_finished else _("Encore 20 secondes environ."),
        no_worker="" if is_finished else _("Aucun exécutant ne s’est signalé depuis 12 minutes."),
        units=(
            ProgressUnit(
                label="cabinet-exemple.example",
                state="done",
                verdicts=(
                    FieldVerdict(label=_("Titulaire"), state="contradicted"),
                    FieldVerdict(label=_("Bureau d’enregistrement"), state="confirmed"),
                ),
            ),
            ProgressUnit(label="cabinet-rdv.example", state="running"),
            ProgressUnit(label="www.cabinet-exemple.example", state="queued"),
        ),
    )
