"""What was produced to leave a provider, edition by edition."""

from collections.abc import Collection
from itertools import groupby

from flask import url_for
from flask_babel import format_decimal

from reversibility.catalogues.models import Catalogue
from reversibility.exits.queries import DocumentLine, ExitSheet
from reversibility.web.filters import author, date_long, moment
from reversibility.web.languages import gettext
from reversibility.web.parts import Edition, EvidenceItem, Term
from reversibility.web.words import words

_PDF = "application/pdf"
_KILO, _MEGA = 1_000, 1_000_000


def editions(documents: Collection[DocumentLine], catalogue: Catalogue) -> tuple[Edition, ...]:
    """Group documents by edition, the newest first; the plan in French comes before the pack."""
    groups = groupby(documents, key=lambda line: line.number)
    return tuple(_edition(number, list(lines), catalogue) for number, lines in groups)


def exit_terms(case: ExitSheet) -> tuple[Term, ...]:
    """Write how the provider is left."""
    messages = ", ".join(
        gettext("%(channel)s du %(day)s", channel=each.channel, day=date_long(each.sent_on))
        for each in case.unanswered
    )
    terms = (
        (gettext("Premier jour du plan"), date_long(case.begins_on)),
        (gettext("Messages restés sans réponse"), messages),
        (gettext("Conduit par"), case.lead),
        (gettext("Repreneur"), case.successor),
        (gettext("Date visée"), date_long(case.target_on) if case.target_on else ""),
        (
            gettext("Fin de la mission"),
            date_long(case.mission_ends_on) if case.mission_ends_on else "",
        ),
    )
    return tuple(Term(label=label, text=text) for label, text in terms if text)


def document_items(lines: Collection[DocumentLine]) -> tuple[EvidenceItem, ...]:
    """Write documents in one list: the plan in French, in English, then the pack."""
    order = {"fr": 0, "en": 1}
    ordered = sorted(lines, key=lambda line: order.get(line.locale, len(order)))
    return tuple(_item(line) for line in ordered)


def _edition(number: int, lines: list[DocumentLine], catalogue: Catalogue) -> Edition:
    made = lines[0]
    return Edition(
        number=number,
        made=gettext("%(when)s, par %(who)s", when=moment(made.made_at), who=author(made.made_by)),
        documents=document_items(lines),
        renewed=_renewed(made, catalogue),
    )


def _renewed(line: DocumentLine, catalogue: Catalogue) -> tuple[str, ...]:
    changed = catalogue.changed_since(line.playbooks)
    kinds = [catalogue.kinds[name] for name in changed if name in catalogue.kinds]
    # What every recovery shares has no sheet of its own, and a sheet may be gone.
    others = (gettext("étapes communes"),) if len(kinds) < len(changed) else ()
    return (*(words().text(kind.short) for kind in kinds), *others)


def _item(line: DocumentLine) -> EvidenceItem:
    is_plan = line.media_type == _PDF
    return EvidenceItem(
        icon="file-type-pdf" if is_plan else "file-zip",
        title=_title(line.locale) if is_plan else gettext("Dossier de reprise"),
        detail=_detail(line),
        sha256=line.sha256,
        href="" if line.erased_at else url_for("downloads.document", document_id=line.id),
    )


def _detail(line: DocumentLine) -> str:
    if line.erased_at is not None:
        when = moment(line.erased_at)
        return gettext(
            "%(filename)s, contenu effacé le %(when)s", filename=line.filename, when=when
        )
    return gettext("%(filename)s, %(size)s", filename=line.filename, size=_size(line.size))


def _title(locale: str) -> str:
    titles = {
        "fr": gettext("Plan de sortie, en français"),
        "en": gettext("Plan de sortie, en anglais"),
    }
    return titles.get(locale, gettext("Plan de sortie"))


def _size(count: int) -> str:
    if count < _MEGA:
        return gettext("%(size)s\u00a0Ko", size=max(round(count / _KILO), 1))
    return gettext("%(size)s\u00a0Mo", size=format_decimal(round(count / _MEGA, 1)))
