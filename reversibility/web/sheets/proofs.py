"""Filed documents as items that say what they are, what they show, and what they count for."""

from collections.abc import Collection

from flask import url_for

from probes.interface import VerdictField
from reversibility.evidence.models import ProofKind
from reversibility.evidence.queries import ProofLine
from reversibility.evidence.rules import ProofWeight
from reversibility.web.filters import author, date_long, moment
from reversibility.web.languages import gettext
from reversibility.web.parts import DocumentItem, Link
from reversibility.web.words import words

_ICONS = {
    ProofKind.REGISTRAR_CERTIFICATE: "file-certificate",
    ProofKind.REGISTRAR_ANSWER: "mail",
    ProofKind.INVOICE: "file-invoice",
    ProofKind.CONTRACT: "file-text",
    ProofKind.ROLE_SCREENSHOT: "camera",
    ProofKind.OTHER: "file-description",
}


def proof_items(lines: Collection[ProofLine], *, may_withdraw: bool) -> tuple[DocumentItem, ...]:
    """Describe the documents that were not withdrawn."""
    kept = [line for line in lines if line.withdrawal is None and line.erased_at is None]
    return tuple(_item(line, may_withdraw=may_withdraw) for line in kept)


def withdrawn_items(lines: Collection[ProofLine]) -> tuple[DocumentItem, ...]:
    """Describe the documents that were withdrawn: still listed, no longer handed out."""
    return tuple(
        _item(line, may_withdraw=False) for line in lines if line.withdrawal or line.erased_at
    )


def _item(line: ProofLine, *, may_withdraw: bool) -> DocumentItem:
    return DocumentItem(
        icon=_ICONS[line.kind],
        title=gettext("Contenu effacé") if line.erased_at else line.title,
        detail=gettext(
            "%(kind)s, document du %(day)s",
            kind=words().say(f"proof.{line.kind}"),
            day=date_long(line.dated_on),
        ),
        shows=words().lower(words().say(f"proof_shows.{line.field}")),
        added=gettext(
            "Ajouté par %(who)s, %(when)s", who=author(line.added_by), when=moment(line.added_at)
        ),
        remark=(
            gettext("Contenu effacé le %(when)s.", when=moment(line.erased_at))
            if line.erased_at
            else _remark(line)
        ),
        sha256=line.sha256,
        href=""
        if line.withdrawal or line.erased_at
        else url_for("downloads.proof", proof_id=line.id),
        withdrawing=Link(text=gettext("Retirer"), href=_way_out(line)) if may_withdraw else None,
    )


def _way_out(line: ProofLine) -> str:
    return url_for("proofs.ask_why", asset_id=line.asset_id, proof_id=line.id)


def _remark(line: ProofLine) -> str:
    if line.withdrawal:
        return gettext(
            "Retiré par %(who)s, %(when)s\u00a0: %(reason)s",
            who=author(line.withdrawal.withdrawn_by),
            when=moment(line.withdrawal.withdrawn_at),
            reason=line.withdrawal.reason,
        )
    if line.weight is ProofWeight.OUTDATED:
        return _outdated(line)
    if line.weight is ProofWeight.UNREAD:
        return gettext(
            "Ne change pas le résultat\u00a0: personne n’a indiqué qu’il dit la même chose que le"
            " registre."
        )
    return _supporting(line) if line.weight is ProofWeight.SUPPORTS else ""


def _outdated(line: ProofLine) -> str:
    if line.field is VerdictField.CONTROL:
        return gettext(
            "Ne compte plus\u00a0: les accès déclarés ont changé depuis. Joignez une capture qui"
            " les montre."
        )
    return gettext(
        "Ne compte plus\u00a0: le titulaire déclaré a changé depuis. Joignez un document qui nomme"
        " celui d’aujourd’hui."
    )


def _supporting(line: ProofLine) -> str:
    if line.kind is ProofKind.ROLE_SCREENSHOT:
        return gettext(
            "Ne change pas le résultat\u00a0: une capture montre un accès, pas un titulaire."
        )
    if line.kind is ProofKind.OTHER:
        return gettext("Gardé avec l’élément, sans changer le résultat.")
    return gettext(
        "Ne change pas le résultat\u00a0: seule une capture de l’écran des rôles montre qui peut"
        " entrer."
    )
