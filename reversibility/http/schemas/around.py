"""What a practice file says beside its register: the card, choices, holds, saved views."""

from marshmallow import fields, validate

from reversibility.exits.emergency.rules import LONGEST
from reversibility.first_steps.models import Step
from reversibility.http.schemas.fields import (
    Day,
    Flag,
    Instant,
    Many,
    Number,
    OneOf,
    Slug,
    StrictSchema,
    Text,
    Texts,
)
from reversibility.recovery.models import Severity
from reversibility.retention.holds import LONGEST_REASON

_SEVERITIES = tuple(severity.value for severity in Severity)
_SHOWN_SEVERITIES = ", ".join(map(str, _SEVERITIES))


class CardSchema(StrictSchema):
    """The emergency card: what the register lacks, and when it was last printed."""

    answers = Texts(maximum=LONGEST)
    printed_at = Instant()
    printed_sha256 = Text(maximum=64)


class FirstStepsSchema(StrictSchema):
    """How far the first steps are; `answers` by asset."""

    done = Many(OneOf(Step))
    has_no_domain = Flag()
    set_aside = Many(Text(maximum=300))
    answers = fields.Dict(keys=Slug(required=True), values=Texts(), load_default=dict)
    contract = Slug()


class LeftAsIsSchema(StrictSchema):
    """A point that is left as it is; about an asset, a party or a contract."""

    rule = Text(required=True, maximum=8)
    asset = Slug()
    party = Slug()
    contract = Slug()
    severity = Number(
        required=True, validate=validate.OneOf(_SEVERITIES, error=f"one_of:{_SHOWN_SEVERITIES}")
    )
    reason = Text(required=True, maximum=500)
    until = Day(required=True)
    accepted_by = Text()
    accepted_at = Instant()
    ended_at = Instant()
    ended_by = Text()


class ViewSchema(StrictSchema):
    """A saved view of the register's list; a party is named by its id in the file."""

    name = Text(required=True, maximum=60)
    filters = Texts()
    saved_by = Text()
    saved_at = Instant()


class PeriodSchema(StrictSchema):
    """How long the practice chose to keep something."""

    rule = Text(required=True, maximum=40)
    months = Number(required=True)
    changed_by = Text()
    changed_at = Instant()


class HoldSchema(StrictSchema):
    """Why nothing, or nothing of an asset, is purged; of an `exit`: that its hold was lifted."""

    asset = Slug()
    exit = Slug()
    reason = Text(required=True, maximum=LONGEST_REASON)
    set_by = Text()
    set_at = Instant()
    lifted_by = Text()
    lifted_at = Instant()
