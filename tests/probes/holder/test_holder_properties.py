"""What holds whatever a registry publishes."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from probes.holder.read import read_holder
from probes.interface import (
    Contact,
    Declaration,
    HolderClass,
    Identity,
    Person,
    Privacy,
    Redaction,
    Registration,
    Source,
    VerdictField,
    VerdictState,
)
from probes.judge import judge
from probes.texts import LOCALES, display, render
from tests.probes.holder.scenarios import scenarios
from tests.probes.judge.surveys import observation, survey

WORDS = (
    "Valmont", "Tessier", "SELARL", "S.C.P.", "Cabinet", "Dr", "du Parc", "pour le compte de",
    "REDACTED FOR PRIVACY", "c/o", "(", "SIREN 900000001", "Mairie", "Boulangerie", "Privacy",
    "Studio Exemple Web", "\u202e", "{name}", "\x00", "\ud7ff", "N/A", "née",
)  # fmt: skip
TEXT = st.one_of(
    st.none(),
    st.text(max_size=40),
    st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join),
)
PAIRS = st.tuples(
    st.sampled_from(["siren", "vat", "duns", ""]), st.text("0123456789FR ", max_size=16)
)
CONTACT = st.builds(
    Contact,
    roles=st.sampled_from([(), ("registrant",), ("holder",), ("technical",)]),
    kind=st.sampled_from([None, "org", "individual"]),
    name=TEXT,
    organization=TEXT,
    email=TEXT,
    phone=TEXT,
    street=TEXT,
    postcode=TEXT,
    city=TEXT,
    country=st.sampled_from([None, "FR", "RE", "BE"]),
    handle=st.sampled_from([None, "", "ANO00-FRNIC", "VT1-FRNIC"]),
    identifiers=st.lists(PAIRS, max_size=2).map(tuple),
    masked=st.booleans(),
)
LINE = TEXT.map(lambda text: text or "")
IDENTITY = st.builds(
    Identity,
    name=LINE,
    legal_name=LINE,
    legal_form=LINE,
    siren=LINE,
    vat=LINE,
    trading_names=st.lists(LINE, max_size=2).map(tuple),
    people=st.lists(st.builds(Person, name=LINE, title=LINE), max_size=2).map(tuple),
    street=LINE,
    postcode=LINE,
    city=LINE,
    phones=st.lists(LINE, max_size=2).map(tuple),
    emails=st.lists(LINE, max_size=2).map(tuple),
    domains=st.lists(LINE, max_size=2).map(tuple),
    related_entities=st.lists(LINE, max_size=2).map(tuple),
)
REGISTRATION = st.builds(
    Registration,
    registrant=st.one_of(st.none(), CONTACT),
    contacts=st.lists(CONTACT, max_size=4).map(tuple),
    registrar=TEXT,
    registrar_id=TEXT,
    expires=st.one_of(st.none(), st.dates()),
    statuses=st.lists(LINE, max_size=3).map(tuple),
    name_servers=st.lists(LINE, max_size=3).map(tuple),
    privacy=st.sampled_from(Privacy),
)
DECLARATION = st.builds(
    Declaration,
    holder=st.one_of(st.none(), st.sampled_from(HolderClass)),
    holder_name=LINE,
    registrar=LINE,
    expires_on=st.one_of(st.none(), st.dates()),
    name_servers=st.lists(LINE, max_size=3).map(tuple),
    mail_host=LINE,
    certificate_issuer=LINE,
    site_host=LINE,
    lock=st.one_of(st.none(), st.booleans()),
)


@given(REGISTRATION, DECLARATION, IDENTITY, st.lists(IDENTITY, max_size=2))
def test_judging_never_fails_and_every_reason_can_be_said(
    registration, declaration, practice, providers
):
    seen = survey(observation(Source.RDAP, "rdap.nic.example", facts=registration))

    for verdict in judge(seen, declaration, practice, providers):
        said = (*verdict.reasons, *filter(None, (verdict.next_step,)))
        for locale in LOCALES:
            assert all(render(message, locale) for message in said)
            display(verdict.field, verdict.observed, locale)


@given(CONTACT, DECLARATION, IDENTITY, st.lists(IDENTITY, max_size=2))
def test_a_hidden_holder_is_never_contradicted(contact, declaration, practice, providers):
    hidden = replace(
        contact, name="Ano Nymous", organization=None, handle="ANO00-FRNIC", masked=True
    )
    verdict = _holder_verdict(Registration(registrant=hidden), declaration, practice, providers)

    assert verdict.state is VerdictState.NOT_PUBLISHED
    assert verdict.holder is HolderClass.REDACTED


@given(CONTACT, IDENTITY)
def test_a_redacted_field_is_never_somebody_else(contact, practice):
    hidden = replace(
        contact,
        name=None,
        organization="REDACTED FOR PRIVACY",
        redacted=(Redaction(name="Registrant Name", method="removal"),),
    )

    assert read_holder(Registration(registrant=hidden), practice).holder is HolderClass.REDACTED


@given(st.lists(CONTACT, min_size=1, max_size=4), IDENTITY, st.randoms(use_true_random=False))
def test_the_order_of_contacts_does_not_matter(contacts, practice, random):
    shuffled = random.sample(contacts, len(contacts))

    one, other = (
        read_holder(Registration(contacts=tuple(listed)), practice)
        for listed in (contacts, shuffled)
    )

    assert one == other


@given(st.sampled_from(scenarios()))
def test_the_order_of_providers_does_not_matter(scenario):
    registration = Registration(registrant=scenario.contact)
    providers = (*scenario.providers, Identity(name="Autre Maison Quelconque"))

    one, other = (
        read_holder(registration, scenario.practice, listed)
        for listed in (providers, providers[::-1])
    )

    assert (one.holder, one.confidence) == (other.holder, other.confidence)


@given(st.sampled_from(scenarios()))
def test_a_confirmed_holder_needs_a_decided_reading(scenario):
    registration = Registration(registrant=scenario.contact)
    verdict = _holder_verdict(registration, Declaration(), scenario.practice, scenario.providers)

    decided = {VerdictState.CONFIRMED, VerdictState.CONTRADICTED}
    assert (verdict.state in decided) == (
        scenario.decided
        and scenario.holder in {HolderClass.PRACTICE, HolderClass.PROVIDER, HolderClass.THIRD_PARTY}
    )


def _holder_verdict(registration, declaration, practice, providers):
    seen = survey(observation(Source.RDAP, "rdap.nic.example", facts=registration))
    declaration = replace(declaration, holder=declaration.holder or HolderClass.PRACTICE)
    verdicts = judge(seen, declaration, practice, providers)
    return next(verdict for verdict in verdicts if verdict.field is VerdictField.HOLDER)
