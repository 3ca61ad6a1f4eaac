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
from reversibility.http.schemas.around import (
    CardSchema,
    FirstStepsSchema,
    HoldSchema,
    LeftAsIsSchema,
    PeriodSchema,
    ViewSchema,
)
from reversibility.http.schemas.contracts import ContractSchema
from reversibility.http.schemas.fields import (
    Day,
    Flag,
    Instant,
    Many,
    Nested,
    Number,
    OneOf,
    Siren,
    Slug,
    StrictSchema,
    Table,
    Text,
    Vat,
)
from reversibility.http.schemas.filed import AnnexSchema, DocumentSchema, PaperSchema
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
    emergency_card = Nested(CardSchema, load_default=None)
    first_steps = Nested(FirstStepsSchema, load_default=None)
    left_as_is = Many(Nested(LeftAsIsSchema))
    views = Many(Nested(ViewSchema))
    periods = Many(Nested(PeriodSchema))
    holds = Many(Nested(HoldSchema))
