"""What can be taken away: raw answers and filed documents as they came, and produced ones."""

from io import BytesIO
from uuid import UUID

from flask import Blueprint, Response, send_file

from probes.interface import Source
from reversibility.contracts.paper_queries import read_paper
from reversibility.evidence.queries import get_proof, get_raw
from reversibility.exits.annex.queries import get_annex
from reversibility.exits.queries import get_document
from reversibility.http.seat import reading
from reversibility.journal.service import Subject
from reversibility.web.members import members_only
from reversibility.web.outsiders import watch
from reversibility.web.telling import Taken, Taking, tell_taken

pages = members_only(Blueprint("downloads", __name__))

_ENDINGS = {
    Source.RDAP: "json",
    Source.WHOIS: "txt",
    Source.DNS: "bin",
    Source.TLS: "pem",
    # Whatever a site sent, as it came: never as a page that a browser would show.
    Source.HTTP: "bin",
    Source.PAGE: "json",
}


@pages.get("/releves/<uuid:observation_id>")
def answer(observation_id: UUID) -> Response:
    """Hand over the bytes a server sent; never shown, since they are a stranger's."""
    with reading() as desk:
        found = get_raw(desk.session, desk.actor, observation_id)
    filename = f"{found.name}-{found.source}-{found.asked_at:%Y%m%dT%H%M%SZ}"
    watch("answer", Subject(type="observation", id=found.id), name=filename, sha256=found.sha256)
    filename = f"{filename}.{_ENDINGS[found.source]}"
    response = _attachment(found.raw, filename, "application/octet-stream")
    about = Subject(type="asset", id=found.asset_id)
    return tell_taken(response, desk, _taken(Taking.ANSWER, about, filename, found.sha256))


@pages.get("/justificatifs/<uuid:proof_id>")
def proof(proof_id: UUID) -> Response:
    """Hand over a filed document; never shown, since we did not look inside."""
    with reading() as desk:
        found = get_proof(desk.session, desk.actor, proof_id)
    watch("proof", Subject(type="proof", id=found.id), name=found.filename, sha256=found.sha256)
    response = _attachment(found.content, found.filename, found.media_type)
    about = Subject(type="proof", id=proof_id)
    return tell_taken(response, desk, _taken(Taking.PROOF, about, found.filename, found.sha256))


@pages.get("/pieces/<uuid:paper_id>")
def paper(paper_id: UUID) -> Response:
    """Hand over a paper of a contract; never shown, since we did not look inside."""
    with reading() as desk:
        found = read_paper(desk.session, desk.actor, paper_id)
    response = _attachment(found.content, found.filename, found.media_type)
    about = Subject(type="contract", id=found.contract_id)
    return tell_taken(response, desk, _taken(Taking.PAPER, about, found.filename, found.sha256))


@pages.get("/documents/<uuid:document_id>")
def document(document_id: UUID) -> Response:
    """Hand over a produced file."""
    with reading() as desk:
        found = get_document(desk.session, desk.actor, document_id)
    response = _attachment(found.content, found.filename, found.media_type)
    about = Subject(type="exit_document", id=document_id)
    return tell_taken(response, desk, _taken(Taking.DOCUMENT, about, found.filename, found.sha256))


@pages.get("/annexes/<uuid:annex_id>")
def annex(annex_id: UUID) -> Response:
    """Hand over a reversibility annex."""
    with reading() as desk:
        found = get_annex(desk.session, desk.actor, annex_id)
    response = _attachment(found.content, found.filename, "application/pdf")
    about = Subject(type="contract", id=found.contract_id)
    return tell_taken(response, desk, _taken(Taking.ANNEX, about, found.filename, found.sha256))


def _taken(what: Taking, subject: Subject, filename: str, sha256: str) -> Taken:
    return Taken(what=what, subject=subject, filename=filename, sha256=sha256)


def _attachment(content: bytes, filename: str, media_type: str) -> Response:
    response = send_file(
        BytesIO(content), mimetype=media_type, as_attachment=True, download_name=filename
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
