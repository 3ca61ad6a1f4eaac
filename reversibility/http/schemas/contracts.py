"""A contract in a practice file: what was agreed, and all that hangs on it."""

from marshmallow import validate

from reversibility.catalogues.responsibilities import Side
from reversibility.contracts.agreed import MayEnd, NoticeForm, Obligation, PriceEvery
from reversibility.contracts.basis_models import Element
from reversibility.contracts.models import ClauseReply
from reversibility.contracts.terms import Counting, Renewal
from reversibility.exits.ahead.rules import DEFAULT_DAYS, FEWEST_DAYS, MOST_DAYS
from reversibility.http.schemas.break_up import (
    ChargeSchema,
    EventSchema,
    FirstHourSchema,
    LetterSchema,
    LossSchema,
    RequestSchema,
    SituationSchema,
)
from reversibility.http.schemas.exits import ExitSchema
from reversibility.http.schemas.fields import (
    Day,
    Flag,
    Many,
    Nested,
    Number,
    OneOf,
    PeriodField,
    Slug,
    StrictSchema,
    Text,
    Texts,
)


class ClauseSchema(StrictSchema):
    """What a contract says of one clause of the catalogue."""

    clause = Text(required=True, maximum=20)
    reply = OneOf(ClauseReply, required=True)
    place = Text()
    quote = Text(maximum=2_000, lines=True)


class DutySchema(StrictSchema):
    """Who decides, does, advises and is told about one row of the catalogue."""

    row = Text(required=True, maximum=20)
    decides = OneOf(Side, load_default=None)
    decides_name = Text(maximum=120)
    does = OneOf(Side, load_default=None)
    advises = Many(OneOf(Side))
    informed = Many(OneOf(Side))


class BasisSchema(StrictSchema):
    """What the papers of a contract say of one element; the papers themselves are not carried."""

    element = OneOf(Element, required=True)
    says = Text(maximum=1_000, lines=True)


class ContractSchema(StrictSchema):
    """An agreement with a provider."""

    id = Slug(required=True)
    provider = Slug(required=True)
    reference = Text(maximum=120)
    title = Text(required=True)
    starts_on = Day(load_default=None)
    ends_on = Day(load_default=None)
    notice = PeriodField(load_default=None)
    initial_term = PeriodField(load_default=None)
    renewal = OneOf(Renewal, load_default=None)
    renewal_term = PeriodField(load_default=None)
    provider_notice = PeriodField(load_default=None)
    counting = OneOf(Counting, load_default=None)
    to_month_end = Flag()
    moves_to_workday = Flag()
    alsace_moselle = Flag()
    early_after = PeriodField(load_default=None)
    early_notice = PeriodField(load_default=None)
    early_price = Text(maximum=300)
    may_end = OneOf(MayEnd, load_default=None)
    notice_form = OneOf(NoticeForm, load_default=None)
    notice_address = Text(maximum=300)
    obligation = OneOf(Obligation, load_default=None)
    price_cents = Number(load_default=None)
    price_every = OneOf(PriceEvery, load_default=None)
    ended_on = Day(load_default=None)
    plan_ahead_days = Number(
        load_default=DEFAULT_DAYS,
        validate=validate.Range(FEWEST_DAYS, MOST_DAYS, error=f"days_range:{MOST_DAYS}"),
    )
    assets = Many(Slug())
    expects = Many(Text(maximum=20))
    expects_text = Text(maximum=2_000, lines=True)
    clauses = Many(Nested(ClauseSchema))
    duties = Many(Nested(DutySchema))
    basis = Many(Nested(BasisSchema))
    situations = Many(Nested(SituationSchema))
    first_hour = Many(Nested(FirstHourSchema))
    events = Many(Nested(EventSchema))
    charges = Many(Nested(ChargeSchema))
    losses = Many(Nested(LossSchema))
    weighing = Texts()
    letters = Many(Nested(LetterSchema))
    requests = Many(Nested(RequestSchema))
    exit = Nested(ExitSchema, load_default=None)
