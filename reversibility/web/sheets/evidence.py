"""Raw answers as items that can be read, compared and downloaded."""

from flask import url_for

from probes.interface import LookupState, Source
from reversibility.evidence.queries import ObservationLine
from reversibility.web.filters import moment
from reversibility.web.languages import gettext
from reversibility.web.parts import EvidenceItem
from reversibility.web.words import ANSWERS, host, source_name, word

_ICONS = {
    Source.RDAP: "world-search",
    Source.WHOIS: "world-search",
    Source.DNS: "sitemap",
    Source.TLS: "certificate",
    Source.HTTP: "app-window",
    Source.PAGE: "file-text",
}


def answer_item(answer: ObservationLine) -> EvidenceItem:
    """Describe one answer of a server; an empty one has nothing to download."""
    failed = answer.state in (LookupState.UNREACHABLE, LookupState.REFUSED)
    return EvidenceItem(
        icon="world-x" if failed else _ICONS[answer.source],
        title=gettext(
            "Relevé n°\u00a0%(number)s, %(source)s",
            number=answer.number,
            source=source_name(answer.source),
        ),
        detail=gettext(
            "%(server)s, %(when)s\u00a0: %(outcome)s",
            server=host(answer.server),
            when=moment(answer.asked_at),
            outcome=_outcome(answer),
        ),
        sha256=answer.sha256 if answer.size or answer.erased_at else "",
        href=url_for("downloads.answer", observation_id=answer.id) if answer.size else "",
    )


def _outcome(answer: ObservationLine) -> str:
    if answer.erased_at is not None:
        return gettext("contenu effacé le %(when)s", when=moment(answer.erased_at))
    return word(ANSWERS, answer.state)
