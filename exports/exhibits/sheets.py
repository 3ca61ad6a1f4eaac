"""An exhibit laid on A4 sheets by a child process with limits, or the reason why it is not."""

from exports.dossier import Language
from exports.errors import SheetError
from exports.exhibits.framing import frame
from exports.exhibits.model import Sheets, Unlaid
from exports.typesetting.child import Renderer

WALL_SECONDS = 90
"""For a child that waits: what it may compute is bounded by itself, on a busy machine too."""
LARGEST_GROWTH, LARGEST_START = 4, 8 * 1024**2
"""Sheets are not larger than so many times the file, and this."""
PDF, MAIL, PNG, JPEG = "application/pdf", "message/rfc822", "image/png", "image/jpeg"
RENDERER = Renderer(
    module="exports.exhibits.laying",
    document="the exhibit",
    fault=SheetError,
    wall_seconds=WALL_SECONDS,
)


def lay_out(content: bytes, media_type: str, language: Language) -> Sheets:
    """Lay a file on sheets, or say why it cannot be; takes about a second."""
    if media_type not in {PDF, MAIL, PNG, JPEG}:
        return Sheets(reason=Unlaid.OTHER_TYPE)
    said = {"media_type": media_type, "language": language.value}
    try:
        pdf = RENDERER.render(frame(said, [content]))
    except SheetError as error:
        return Sheets(reason=_reason(str(error)))
    if len(pdf) > LARGEST_START + LARGEST_GROWTH * len(content):
        return Sheets(reason=Unlaid.UNREADABLE)
    return Sheets(pdf=pdf)


def _reason(said: str) -> Unlaid:
    return Unlaid(said) if said in set(Unlaid) else Unlaid.UNREADABLE
