"""Render in a child process that lives for one document and has limits on time and memory."""

import json
from pathlib import Path

from exports.errors import LegalDocumentError
from exports.legal_docs.model import Paper
from exports.typesetting.child import Renderer
from exports.typesetting.labels import read_labels
from exports.typesetting.plain import plain_fields

RENDERER = Renderer(module="exports.legal_docs", document="the document", fault=LegalDocumentError)
LABELS = Path(__file__).with_name("labels.toml")


def render(paper: Paper) -> bytes:
    """Make the PDF of a document; raise LegalDocumentError when it cannot be made."""
    words = read_labels(LABELS, paper.language.value).plain()
    return RENDERER.render(json.dumps({**plain_fields(paper), "labels": words}).encode())
