"""The practice file: one JSON document that opens a practice with its whole register.

    {"format": "reversibility-practice/1",
     "practice": {...identity...},
     "parties": [{"id": "studio", "kind": "provider", "name": ..., "people": [{"id": ..., ...}]}],
     "assets": [{"id": "domaine", "kind": "domain_fr", "holder": "cabinet", "attributes": {...},
                 "depends_on": [...], "accesses": [{"person": ..., "role": ...}]}],
     "contracts": [{"id": ..., "provider": "studio", "reference": ..., "ends_on": ...,
                    "notice": "P3M", "assets": [...], "exit": {"situation": "silent", ...}}]}

Parts refer to each other by `id`. The party "cabinet" is the practice itself: it exists without
being listed, and its people are listed under `practice.staff`. See docs/practice-file.md.
"""

from marshmallow import fields, validate

from reversibility.access.models import SecondFactor
from reversibility.catalogues.letters import Channel
from reversibility.catalogues.responsibilities import Side
from reversibility.contracts.agreed import MayEnd, NoticeForm, Obligation, PriceEvery
from reversibility.contracts.basis_models import Element
from reversibility.contracts.event_models import EventKind
from reversibility.contracts.models import ClauseReply
from reversibility.contracts.money.models import ChargeKind, Known, LossKind
from reversibility.contracts.paper_models import PaperKind
from reversibility.contracts.terms import Counting, Renewal
from reversibility.exits.ahead.rules import DEFAULT_DAYS, FEWEST_DAYS, MOST_DAYS
from reversibility.http.schemas.exits import ExitSchema, MessageSchema
from reversibility.http.schemas.fields import (
    Day,
    Flag,
    Instant,
    Many,
    Nested,
    Number,
    OneOf,
    PeriodField,
    Siren,
    Slug,
    StrictSchema,
    Table,
    Text,
    Vat,
)
from reversibility.register.models import PartyKind

FORMAT = "reversibility-practice/1"


class AddressSchema(StrictSchema):
    """A postal address."""

    street = Text()
    postcode = Text(maximum=12)
    city = Text(maximum=100)
    country = Text(maximum=2, load_default="FR")


class AssociateSchema(StrictSchema):
    """Somebody whose name registries may show as holder."""

    name = Text(required=True)
    title = Text(maximum=40)
    role = Text(maximum=120)


class PersonSchema(StrictSchema):
    """Somebody of a party."""

    id = Slug(required=True)
    name = Text(required=True)
    role = Text(maximum=120)
    email = Text(maximum=255)
    phone = Text(maximum=40)
    archived_at = Instant()


class OwnPartySchema(StrictSchema):
    """The practice as one of its own parties, where it is declared otherwise than above."""

    name = Text(required=True)
    legal_name = Text()
    siren = Siren()
    trade = Text(maximum=120)
    address = Nested(AddressSchema, load_default=dict)
    phones = Many(Text(maximum=40))
    emails = Many(Text(maximum=255))
    domains = Many(Text(maximum=253))
    brands = Many(Text())


class PracticeSchema(StrictSchema):
    """A practice's identity, as registries would show it."""

    legal_name = Text(required=True)
    legal_form = Text(maximum=40)
    siren = Siren()
    vat = Vat()
    activity = Text(maximum=80)
    trading_names = Many(Text())
    people = Many(Nested(AssociateSchema))
    address = Nested(AddressSchema, load_default=dict)
    phones = Many(Text(maximum=40))
    emails = Many(Text(maximum=255))
    domains = Many(Text(maximum=253))
    related_entities = Many(Text())
    staff = Many(Nested(PersonSchema))
    as_party = Nested(OwnPartySchema, load_default=None)


class PartySchema(StrictSchema):
    """A provider or another party."""

    id = Slug(required=True)
    kind = OneOf(PartyKind, load_default=PartyKind.PROVIDER)
    name = Text(required=True)
    legal_name = Text()
    siren = Siren()
    trade = Text(maximum=120)
    address = Nested(AddressSchema, load_default=dict)
    phones = Many(Text(maximum=40))
    emails = Many(Text(maximum=255))
    domains = Many(Text(maximum=253))
    brands = Many(Text())
    people = Many(Nested(PersonSchema))
    archived_at = Instant()


class AccessSchema(StrictSchema):
    """A person's way into an asset."""

    person = Slug(required=True)
    role = Text(required=True, maximum=40)
    second_factor = OneOf(SecondFactor, load_default=SecondFactor.UNKNOWN)
    second_factor_holder = Slug()
    recovery_address = Text(maximum=255)
    last_confirmed_on = Day(load_default=None)
    ends_on = Day(load_default=None)
    ended_at = Instant()


class AssetSchema(StrictSchema):
    """An asset as declared."""

    id = Slug(required=True)
    kind = Text(required=True, maximum=40)
    name = Text(required=True)
    importance = Number(load_default=None, validate=validate.Range(1, 4, error="importance"))
    declared_on = Day(load_default=None)
    declared_by = Text()
    provider = Slug()
    holder = Slug()
    account_holder = Slug()
    payer = Slug()
    administrative_contact = Slug()
    technical_contact = Slug()
    attributes = Table(load_default=dict)
    notes = Text(maximum=4000, lines=True)
    notes_are_reserved = Flag()
    depends_on = Many(Slug())
    accesses = Many(Nested(AccessSchema))
    archived_at = Instant()


class SituationSchema(StrictSchema):
    """What was answered about a provider one day."""

    told_at = Instant()
    choices = Table(load_default=dict)
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
    planned_on = Day(required=True)
    days = Number(load_default=0)
    values = Table(load_default=dict)
    subject = Text(maximum=1_000)
    deadline_on = Day(load_default=None)
    final_at = Instant()
    sent_on = Day(load_default=None)
    sent_by = OneOf(Channel, load_default=None)
    received_on = Day(load_default=None)
    answered_on = Day(load_default=None)
    answer = Text(maximum=2_000, lines=True)
    closed_on = Day(load_default=None)
    files = Many(Nested(LetterFileSchema))


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
    events = Many(Nested(EventSchema))
    charges = Many(Nested(ChargeSchema))
    losses = Many(Nested(LossSchema))
    weighing = Table(load_default=dict)
    letters = Many(Nested(LetterSchema))
    exit = Nested(ExitSchema, load_default=None)


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


class PracticeFileSchema(StrictSchema):
    """The whole file."""

    format = fields.String(
        required=True,
        validate=validate.Equal(FORMAT, error=f"format:{FORMAT}"),
        error_messages={"required": f"format:{FORMAT}", "invalid": f"format:{FORMAT}"},
    )
    practice = Nested(PracticeSchema, required=True)
    parties = Many(Nested(PartySchema))
    assets = Many(Nested(AssetSchema))
    contracts = Many(Nested(ContractSchema))
    documents = Many(Nested(DocumentSchema))
    papers = Many(Nested(PaperSchema))
    annexes = Many(Nested(AnnexSchema))
