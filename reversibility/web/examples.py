"""What the page of components shows: the content of no real practice."""

from dataclasses import replace
from datetime import date

from reversibility.web.languages import gettext as _
from reversibility.web.parts import (
    AccessRow,
    Bill,
    BillLine,
    ChainLink,
    Choice,
    DocumentItem,
    Entry,
    EvidenceItem,
    Fact,
    FieldRow,
    FieldVerdict,
    Finding,
    KindRow,
    Link,
    ProgressPart,
    ProgressUnit,
    StandingRow,
    Statement,
    StepItem,
)

_DIGEST = "b71e5b0f6f5d4c6e8a90b1c2d3e4f5061728394a5b6c7d8e9f00112233449f04"


def rows() -> tuple[FieldRow, ...]:
    """Return one field of each sort."""
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


def chain() -> tuple[ChainLink, ...]:
    """Return a chain that breaks at the holder."""
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


def evidence() -> tuple[EvidenceItem, ...]:
    """Return an answer, and one that never came."""
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


def documents() -> tuple[DocumentItem, ...]:
    """Return a document that counts, and one that was withdrawn."""
    certificate = DocumentItem(
        icon="file-certificate",
        title=_("Attestation de titularité, mars 2026"),
        detail=_("Attestation de titularité, document du 3 mars 2026"),
        shows=_("qui est titulaire"),
        added=_("Ajouté par Nadia Lopez, 4 mars 2026 à 9 h 12"),
        sha256=_DIGEST,
        href="#evidence",
        withdrawing=Link(text=_("Retirer"), href="#evidence"),
    )
    withdrawn = replace(
        certificate,
        icon="camera",
        title=_("Capture de l’écran des rôles"),
        shows=_("qui peut entrer, avec quel rôle"),
        remark=_("Retiré par Nadia Lopez, 5 mars 2026\u00a0: mauvais fichier"),
        href="",
        withdrawing=None,
    )
    return (certificate, withdrawn)


def steps() -> tuple[StepItem, ...]:
    """Return a step done, the next one, a later one."""
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


def facts() -> tuple[Fact, ...]:
    """Show a fact with its source, and one that is known practice."""
    return (
        Fact(text=_("Le SIREN du cabinet figure dans la réponse."), source=1, to_check=False),
        Fact(text=_("Le bureau d’enregistrement répond sous dix jours."), source=0, to_check=True),
    )


def kinds() -> tuple[KindRow, ...]:
    """Show a kind in a list."""
    row = KindRow(href="#main", icon="world-www", name=_("Nom de domaine"), decisive=_("Titulaire"))
    return (row,)


def choices() -> tuple[Choice, ...]:
    """Return the four situations, the second chosen."""
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


def bill() -> Bill:
    """Return a computation with its addends."""
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


def findings() -> tuple[Finding, ...]:
    """Return two things that need attention."""
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


def standings() -> tuple[StandingRow, ...]:
    """Return two elements of a register."""
    lost = StandingRow(
        id="0",
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


def accesses() -> tuple[AccessRow, ...]:
    """Return two people who get in."""
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


def progress(*, is_finished: bool) -> ProgressPart:
    """Return a run under way, or over."""
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
