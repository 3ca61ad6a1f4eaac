"""What can be taken away: raw answers and filed documents as they came, and produced ones."""

from io import BytesIO
from uuid import UUID

from flask import Blueprint, Response, send_file

from probes.interface import Source
from reversibility.evidence.queries import get_proof, get_raw
from reversibility.exits.queries import get_document
from reversibility.http.seat import reading
from reversibility.web.members import members_only

pages = members_only(Blueprint("downloads", __name__))

_ENDINGS = {Source.RDAP: "json", Source.WHOIS: "txt", Source.DNS: "bin", Source.TLS: "pem"}


@pages.get("/releves/<uuid:observation_id>")
def answer(observation_id: UUID) -> Response:
    """Hand over the bytes a server sent; never shown, since they are a stranger's."""
    with reading() as desk:
        found = get_raw(desk.session, desk.actor, observation_id)
    filename = f"{found.name}-{found.source}-{found.asked_at:%Y%m%dT%H%M%SZ}"
    return _attachment(
        found.raw, f"{filename}.{_ENDINGS[found.source]}", "application/octet-stream"
    )


@pages.get("/justificatifs/<uuid:proof_id>")
def proof(proof_id: UUID) -> Response:
    """Hand over a filed document; never shown, since we did not look inside."""
    with reading() as desk:
        found = get_proof(desk.session, desk.actor, proof_id)
    return _attachment(found.content, found.filename, found.media_type)


@pages.get("/documents/<uuid:document_id>")
def document(document_id: UUID) -> Response:
    """Hand over a produced file."""
    with reading() as desk:
        found = get_document(desk.session, desk.actor, document_id)
    return _attachment(found.content, found.filename, found.media_type)


def _attachment(content: bytes, filename: str, media_type: str) -> Response:
    response = send_file(
        BytesIO(content), mimetype=media_type, as_attachment=True, download_name=filename
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
