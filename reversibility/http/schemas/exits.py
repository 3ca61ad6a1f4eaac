"""The exit of a contract in a practice file: the case, its tasks, what was answered."""

from marshmallow import validate

from reversibility.catalogues.models import Right, Who
from reversibility.catalogues.situations import Situation
from reversibility.exits.tasks.models import ClosedBy, HandingList, TaskOrigin, TaskState
from reversibility.exits.tasks.service import LONGEST_DAYS
from reversibility.http.schemas.fields import (
    Day,
    Flag,
    Instant,
    Many,
    Nested,
    Number,
    OneOf,
    Slug,
    StrictSchema,
    Text,
)


class MessageSchema(StrictSchema):
    """A dated message that got no answer."""

    sent_on = Day(required=True)
    channel = Text(required=True, maximum=60)


class TitleSchema(StrictSchema):
    """What is to be done, in both languages."""

    fr = Text(required=True)
    en = Text(required=True)


class TaskSchema(StrictSchema):
    """One task; `id` begins with the id of its asset, as `domaine/order_transfer`."""

    id = Text(required=True, maximum=120)
    origin = OneOf(TaskOrigin, required=True)
    title = Nested(TitleSchema, required=True)
    asset = Slug()
    step = Text(maximum=40)
    days = Number(
        load_default=0, validate=validate.Range(0, LONGEST_DAYS, error=f"days_range:{LONGEST_DAYS}")
    )
    needs = Many(Text(maximum=120))
    who = OneOf(Who, load_default=Who.PRACTICE)
    right = OneOf(Right, load_default=None)
    is_question = Flag()
    probe = Text(maximum=20)
    seen_before = Text(maximum=4_000, lines=True)
    not_before = Day(load_default=None)
    owner_person = Slug()
    owner_party = Slug()
    due_on = Day(load_default=None)
    state = OneOf(TaskState, load_default=TaskState.TODO)
    reason = Text(maximum=500, lines=True)
    check_asked_at = Instant()
    closed_on = Day(load_default=None)
    closed_by = Text()
    closed_with = OneOf(ClosedBy, load_default=None)
    statement = Text(maximum=4_000, lines=True)
    piece_sha256 = Text(maximum=64)
    gone_at = Instant()


class AnswerSchema(StrictSchema):
    """What somebody answered about what can be reused, or with the new provider."""

    list_id = OneOf(HandingList, required=True)
    item = Text(required=True, maximum=40)
    answer = Text(required=True, maximum=20)
    note = Text(maximum=1_000, lines=True)
    answered_at = Instant()
    answered_by = Text()


class ExitSchema(StrictSchema):
    """Leaving the provider of a contract."""

    situation = OneOf(Situation, required=True)
    begins_on = Day(load_default=None)
    target_on = Day(load_default=None)
    mission_ends_on = Day(load_default=None)
    lead = Slug()
    successor = Text()
    successor_party = Slug()
    unanswered = Many(Nested(MessageSchema))
    tasks = Many(Nested(TaskSchema))
    answers = Many(Nested(AnswerSchema))
