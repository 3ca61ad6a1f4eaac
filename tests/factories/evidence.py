"""A practice with one domain, and surveys of it made by hand."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Engine

from probes.interface import (
    Contact,
    HolderClass,
    LookupState,
    Observation,
    Privacy,
    Registration,
    Source,
    Survey,
    Verdict,
    VerdictField,
    VerdictState,
    message,
)
from reversibility.accounts.service import PracticeDraft, open_practice
from reversibility.catalogues.loader import load_catalogue
from reversibility.evidence.declarations import declare
from reversibility.evidence.service import Examination
from reversibility.kernel.actor import Actor
from reversibility.kernel.digest import sha256
from reversibility.register.models import PartyKind
from reversibility.register.queries import PartyRef
from reversibility.register.service import (
    AssetDraft,
    PartyDraft,
    PersonDraft,
    add_party,
    add_person,
    declare_asset,
)
from reversibility.store.session import transaction

KINDS = load_catalogue().kinds
ADS = {"customer_id": "123-456-7890"}
DOMAIN = "cabinet-exemple.fr.example"
ATTRIBUTES: dict[str, object] = {
    "domain": DOMAIN,
    "registrar": "Registrar Exemple",
    "expires_on": "2026-12-03",
    "name_servers": ["ns1.agence.example", "ns2.agence.example"],
}
RAW = b'{"objectClassName": "domain", "ldhName": "cabinet-exemple.fr.example"}\n\xff\x00'


@dataclass(frozen=True, kw_only=True)
class House:
    """A practice, its agency, and its domain that the agency holds."""

    actor: Actor
    practice: PartyRef
    agency: PartyRef
    domain_id: UUID
    ads_id: UUID


def open_house(engine: Engine, actor: Actor, now: datetime) -> House:
    """Open a practice with an agency, a domain and an account that no probe can see."""
    with transaction(engine, actor.practice_id) as session:
        name = f"Cabinet médical {str(actor.practice_id)[-4:]}"
        draft = PracticeDraft(legal_name=name, legal_form="SELARL", siren="", city="Lyon")
        open_practice(session, actor, draft, now=now)
        practice = PartyDraft(slug="cabinet", kind=PartyKind.PRACTICE, name=name)
        practice_id = add_party(session, actor, practice, now=now).id
        agency = PartyDraft(slug="agence", kind=PartyKind.PROVIDER, name="Studio Exemple Web")
        agency_id = add_party(session, actor, agency, now=now).id
        session.flush()
        person = PersonDraft(slug="martin", party_id=practice_id, name="Dr Claire Martin")
        add_person(session, actor, person, now=now)
        domain = AssetDraft(
            slug="domaine",
            kind="domain_fr",
            name=DOMAIN,
            importance=4,
            declared_on=now.date(),
            declared_by="N. Lopez",
            holder_id=agency_id,
            attributes=dict(ATTRIBUTES),
        )
        ads = replace(
            domain, slug="annonces", kind="google_ads", name="Annonces", attributes=dict(ADS)
        )
        return House(
            actor=actor,
            practice=PartyRef(id=practice_id, name=name, kind=PartyKind.PRACTICE),
            agency=PartyRef(id=agency_id, name=agency.name, kind=PartyKind.PROVIDER),
            domain_id=declare_asset(session, actor, domain, kind=KINDS[domain.kind], now=now).id,
            ads_id=declare_asset(session, actor, ads, kind=KINDS[ads.kind], now=now).id,
        )


def make_observation(now: datetime, **overrides: object) -> Observation:
    """Make an RDAP answer that shows the agency as holder."""
    observation = Observation(
        source=Source.RDAP,
        server="https://rdap.nic.fr.example/ [127.0.0.1]",
        question=f"https://rdap.nic.fr.example/domain/{DOMAIN}",
        asked_at=now,
        took_ms=120,
        state=LookupState.REGISTERED,
        raw=RAW,
        sha256=sha256(RAW),
        parser="rdap",
        facts=Registration(
            domain=DOMAIN,
            registrar="Registrar Exemple SAS",
            registrant=Contact(name="STUDIO EXEMPLE WEB SARL", identifiers=(("siren", "1"),)),
            expires=now.date(),
            privacy=Privacy.PUBLIC,
        ),
        messages=(message("RDP01_READ", name=DOMAIN),),
    )
    return replace(observation, **overrides)  # type: ignore[arg-type]  # fields of Observation


def make_verdict(**overrides: object) -> Verdict:
    """Make the verdict that follows: declared and observed are both the agency."""
    verdict = Verdict(
        field=VerdictField.HOLDER,
        state=VerdictState.CONFIRMED,
        declared="Studio Exemple Web",
        observed="STUDIO EXEMPLE WEB SARL",
        reasons=(message("OWN01_SAME_NAME", name="STUDIO EXEMPLE WEB SARL"),),
        holder=HolderClass.PROVIDER,
        confidence=0.97,
        observations=(sha256(RAW),),
    )
    return replace(verdict, **overrides)  # type: ignore[arg-type]  # fields of Verdict


def make_examination(
    house: House,
    now: datetime,
    *,
    observations: tuple[Observation, ...] | None = None,
    verdicts: tuple[Verdict, ...] | None = None,
) -> Examination:
    """Make what one look at the domain gave."""
    return Examination(
        survey=Survey(
            name=DOMAIN,
            registered_name=DOMAIN,
            registry="afnic",
            observations=(make_observation(now),) if observations is None else observations,
            started_at=now,
            finished_at=now,
        ),
        declaration=declare(ATTRIBUTES, house.agency),
        verdicts=(make_verdict(),) if verdicts is None else verdicts,
    )
