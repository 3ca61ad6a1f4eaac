"""What happens and happened with a provider, in a practice file."""

from marshmallow import validate

from reversibility.catalogues.letters import Channel
from reversibility.contracts.event_models import EventKind
from reversibility.contracts.money.models import ChargeKind, Known, LossKind
from reversibility.exits.requests.models import ItemState
from reversibility.exits.requests.rules import (
    LONGEST_ABOUT,
    LONGEST_CHANNEL,
    LONGEST_SAID,
    LONGEST_WORDS,
    MOST_ITEMS,
)
from reversibility.http.schemas.exits import MessageSchema
from reversibility.http.schemas.fields import (
    Day,
    Instant,
    Many,
    Nested,
    Number,
    OneOf,
    Slug,
    StrictSchema,
    Text,
    Texts,
)

_LONGEST_VALUE = 6_000
"""As the page that fills in a letter."""


class SituationSchema(StrictSchema):
    """What was answered about a provider one day."""

    told_at = Instant()
    told_by = Text()
    choices = Texts()
    last_answer_on = Day(load_default=None)
    announced_end_on = Day(load_default=None)
    last_deliverable_on = Day(load_default=None)
    deadline_on = Day(load_default=None)
    unanswered = Many(Nested(MessageSchema))


class RemarkSchema(StrictSchema):
    """What the provider observes about a fact."""

    text = Text(required=True, maximum=2_000, lines=True)
    dated_on = Day(required=True)


class EventSchema(StrictSchema):
    """A fact of the chronology."""

    kind = OneOf(EventKind, required=True)
    happened_on = Day(required=True)
    happened_at = Instant()
    facts = Text(required=True, maximum=2_000, lines=True)
    author = Text()
    effect = Text(maximum=500)
    because = Text(maximum=500)
    corrects = Number(load_default=None)
    remarks = Many(Nested(RemarkSchema))


class FirstHourSchema(StrictSchema):
    """A step of the first hour that is done."""

    step = Text(required=True, maximum=40)
    done_at = Instant()
    done_by = Text()


class ChargeSchema(StrictSchema):
    """One invoice or instalment of a contract."""

    kind = OneOf(ChargeKind, required=True)
    label = Text(required=True)
    reference = Text(maximum=120)
    invoiced_on = Day(required=True)
    net_cents = Number(required=True)
    vat_rate = Number(load_default=0)
    paid_cents = Number(load_default=0)
    due_on = Day(load_default=None)
    paid_on = Day(load_default=None)
    accepted_cents = Number(load_default=0)
    period_from = Day(load_default=None)
    period_to = Day(load_default=None)
    served_until = Day(load_default=None)
    exhibit = Text()
    disputed_on = Day(load_default=None)
    dispute = Text(maximum=1_000, lines=True)


class LossSchema(StrictSchema):
    """One line of the ledger of costs and losses."""

    dated_on = Day(required=True)
    kind = OneOf(LossKind, required=True)
    label = Text(required=True)
    amount_cents = Number(required=True)
    method = Text(maximum=1_000, lines=True)
    is_direct = OneOf(Known, load_default=Known.UNKNOWN)
    is_foreseeable = OneOf(Known, load_default=Known.UNKNOWN)
    exhibit = Text()


class LetterFileSchema(StrictSchema):
    """A file of a final letter: named, and not carried; an import leaves it out."""

    filename = Text(required=True, maximum=120)
    sha256 = Text(required=True, maximum=64)


class LetterSchema(StrictSchema):
    """A letter of a contract: what was filled in, and what became of it."""

    kind = Text(required=True, maximum=9)
    locale = Text(maximum=2, load_default="fr")
    channel = OneOf(Channel, required=True)
    created_at = Instant()
    planned_on = Day(required=True)
    days = Number(load_default=0)
    values = Texts(maximum=_LONGEST_VALUE)
    subject = Text(maximum=1_000)
    deadline_on = Day(load_default=None)
    final_at = Instant()
    sent_on = Day(load_default=None)
    sent_by = OneOf(Channel, load_default=None)
    received_on = Day(load_default=None)
    answered_on = Day(load_default=None)
    answer = Text(maximum=2_000, lines=True)
    closed_on = Day(load_default=None)
    follows = Number(load_default=None)
    accepted = Many(Text(maximum=60))
    files = Many(Nested(LetterFileSchema))


class SaidSchema(StrictSchema):
    """What is asked for, in both languages."""

    fr = Text(required=True, maximum=LONGEST_SAID)
    en = Text(required=True, maximum=LONGEST_SAID)


class ItemSchema(StrictSchema):
    """One thing that is asked for, and what became of it."""

    asset = Slug()
    about = Text(maximum=LONGEST_ABOUT)
    said = Nested(SaidSchema, required=True)
    state = OneOf(ItemState, load_default=ItemState.ASKED)
    settled_on = Day(load_default=None)
    words = Text(maximum=LONGEST_WORDS, lines=True)
    reply = Text(maximum=LONGEST_WORDS, lines=True)
    settled_by = Text()


class RequestSchema(StrictSchema):
    """A request to a provider; the papers that show what came are not carried."""

    number = Number(required=True)
    answer_by = Day(required=True)
    made_at = Instant()
    made_by = Text()
    sent_on = Day(load_default=None)
    channel = Text(maximum=LONGEST_CHANNEL)
    released_at = Instant()
    items = Many(Nested(ItemSchema), validate=validate.Length(1, MOST_ITEMS, error="nothing_asked"))
