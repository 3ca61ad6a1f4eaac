"""Files that a practice file names and does not carry: an import leaves them out."""

from reversibility.contracts.paper_models import PaperKind
from reversibility.http.schemas.fields import (
    Day,
    Flag,
    Instant,
    Number,
    OneOf,
    Slug,
    StrictSchema,
    Text,
)


class DocumentSchema(StrictSchema):
    """A document that was filed: named, and not carried; an import leaves it out."""

    asset = Slug(required=True)
    field = Text(maximum=40)
    kind = Text(maximum=40)
    title = Text(maximum=400)
    dated_on = Day(load_default=None)
    filename = Text(maximum=255)
    media_type = Text(maximum=80)
    size = Number(load_default=0)
    sha256 = Text(maximum=64)
    added_by = Text()
    added_at = Instant()
    is_reserved = Flag()
    withdrawn_at = Instant()
    withdrawn_because = Text(maximum=500)
    erased_at = Instant()


class PaperSchema(StrictSchema):
    """A paper of a contract: named, not carried, and left out by an import."""

    contract = Slug(required=True)
    kind = OneOf(PaperKind, required=True)
    title = Text()
    dated_on = Day(load_default=None)
    filename = Text(maximum=120)
    media_type = Text(maximum=40)
    sha256 = Text(required=True, maximum=64)
    size = Number(load_default=0)
    added_by = Text()
    added_at = Instant()
    is_reserved = Flag()
    withdrawn_at = Instant()
    withdrawn_because = Text(maximum=500)
    erased_at = Instant()


class AnnexSchema(StrictSchema):
    """A reversibility annex that was made: named, and not carried; an import leaves it out."""

    contract = Slug(required=True)
    number = Number(load_default=1)
    locale = Text(maximum=2)
    filename = Text(maximum=255)
    sha256 = Text(maximum=64)
    made_by = Text()
    made_at = Instant()
    size = Number(load_default=0)
    erased_at = Instant()
