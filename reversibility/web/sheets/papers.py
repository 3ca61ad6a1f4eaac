"""Papers of a contract as items that say what they are, who filed them, and whether they count."""

from collections.abc import Collection

from flask import url_for

from reversibility.contracts.paper_models import PaperKind
from reversibility.contracts.paper_queries import NEVER_LEAVES, PaperLine
from reversibility.contracts.texts import paper_kind
from reversibility.web.filters import author, date_long, moment
from reversibility.web.languages import current_language, gettext
from reversibility.web.parts import DocumentItem, Link

_ICONS = {
    PaperKind.SIGNED_CONTRACT: "file-certificate",
    PaperKind.INVOICE: "file-invoice",
    PaperKind.EXCHANGE: "mail",
    PaperKind.ACCEPTANCE: "mail",
    PaperKind.ANSWER: "mail",
    PaperKind.CAPTURE: "camera",
}


def paper_items(lines: Collection[PaperLine], *, may_withdraw: bool) -> tuple[DocumentItem, ...]:
    """Describe papers."""
    return tuple(_item(line, may_withdraw=may_withdraw and line.counts) for line in lines)


def _item(line: PaperLine, *, may_withdraw: bool) -> DocumentItem:
    address = url_for("contract_papers.ask_why", contract_id=line.contract_id, paper_id=line.id)
    return DocumentItem(
        icon=_ICONS.get(line.kind, "file-text"),
        title=gettext("Contenu effacé") if line.erased_at else line.title,
        detail=gettext(
            "%(kind)s, du %(day)s",
            kind=paper_kind(line.kind, current_language()),
            day=date_long(line.dated_on),
        ),
        shows="",
        added=gettext(
            "Ajouté par %(who)s, %(when)s", who=author(line.added_by), when=moment(line.added_at)
        ),
        remark=_remark(line),
        sha256=line.sha256,
        href=url_for("downloads.paper", paper_id=line.id) if line.counts else "",
        withdrawing=Link(text=gettext("Retirer"), href=address) if may_withdraw else None,
    )


def _remark(line: PaperLine) -> str:
    if line.erased_at:
        return gettext("Contenu effacé le %(when)s.", when=moment(line.erased_at))
    if line.withdrawn_at:
        return gettext(
            "Retirée par %(who)s, %(when)s\u00a0: %(reason)s",
            who=author(line.withdrawn_by),
            when=moment(line.withdrawn_at),
            reason=line.withdrawn_because,
        )
    if line.kind in NEVER_LEAVES:
        return gettext("Reste au cabinet\u00a0: n’entre dans aucun dossier ni bordereau.")
    return gettext("Réservée au cabinet.") if line.is_secret else ""
