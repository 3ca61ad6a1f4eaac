"""A practice with ten elements and three providers, as the demo has it, and people of each role."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select

from probes.interface import (
    HolderClass,
    Message,
    Source,
    Survey,
    Verdict,
    VerdictField,
    VerdictState,
    message,
)
from reversibility.accounts import service as accounts
from reversibility.accounts import sessions
from reversibility.accounts.models import User
from reversibility.accounts.sign_in_models import Method
from reversibility.accounts.throttling import Origin
from reversibility.catalogues.loader import load_catalogue
from reversibility.contracts.models import Contract
from reversibility.evidence.declarations import get_inquiry
from reversibility.evidence.models import ObservationRow, ProofKind
from reversibility.evidence.proofs import ProofDraft, add_proof
from reversibility.evidence.service import Examination, record_survey
from reversibility.http.importing.practice import import_practice
from reversibility.kernel import clock
from reversibility.kernel.actor import Actor, Role, operator
from reversibility.kernel.digest import sha256
from reversibility.register.models import Asset
from reversibility.store.session import transaction
from tests.demo.practice_file import practice_file
from tests.factories.evidence import RAW, make_observation
from tests.factories.proofs import PDF

WHOIS = b"%% RIGHT RESTRICTED\r\nholder-c: X\xe9\x00\r\n"


@dataclass(frozen=True)
class House:
    """What was put in: ids by their name in the practice file."""

    actor: Actor
    assets: Mapping[str, UUID]
    contracts: Mapping[str, UUID]


def furnish(engine: Engine, now: datetime, *, siren: str = "") -> House:
    """Open the practice of the demo; another SIREN makes another practice."""
    document = json.loads(practice_file(now.date()))
    if siren:
        document["practice"] |= {"siren": siren, "legal_name": f"SELARL Voisin {siren}"}
    content = json.dumps(document).encode()
    done = import_practice(engine, content, load_catalogue(), now=now)
    with transaction(engine, done.practice_id, read_only=True) as session:
        assets = {row.slug: row.id for row in session.scalars(select(Asset))}
        contracts = {row.slug: row.id for row in session.scalars(select(Contract))}
    return House(actor=operator(done.practice_id), assets=assets, contracts=contracts)


def examine(
    engine: Engine,
    house: House,
    slug: str,
    *verdicts: Verdict,
    now: datetime,
    found: tuple[Message, ...] = (),
) -> UUID:
    """Record one look at an element: an RDAP and a WHOIS answer, and what they settle.

    `found` is what the numbered cases find in the RDAP answer.
    """
    rdap = make_observation(now, messages=found)
    whois = make_observation(
        now, source=Source.WHOIS, server="whois.nic.example [127.0.0.1]", raw=WHOIS,
        sha256=sha256(WHOIS), facts=None, parser="afnic",
    )  # fmt: skip
    asset_id = house.assets[slug]
    with transaction(engine, house.actor.practice_id) as session:
        examination = Examination(
            survey=Survey(
                name="cabinet-exemple.fr.example",
                registered_name="cabinet-exemple.fr.example",
                registry="afnic",
                observations=(rdap, whois),
                started_at=now,
                finished_at=now,
            ),
            declaration=get_inquiry(session, house.actor, asset_id).declaration,
            verdicts=verdicts,
        )
        record_survey(session, house.actor, asset_id, examination, unit_id=None, now=now)
    return asset_id


def certify(engine: Engine, house: House, slug: str, *, now: datetime, **overrides: object) -> UUID:
    """File the registrar's certificate that names the declared holder of an element."""
    draft = ProofDraft(
        asset_id=house.assets[slug],
        field=VerdictField.HOLDER,
        kind=ProofKind.REGISTRAR_CERTIFICATE,
        title="Attestation Gandi",
        dated_on=now.date(),
        matches_declaration=True,
        filename="Attestation.pdf",
        content=PDF,
    )
    draft = replace(draft, **overrides)  # type: ignore[arg-type]  # fields of ProofDraft
    with transaction(engine, house.actor.practice_id) as session:
        return add_proof(session, house.actor, draft, today=now.date(), now=now).id


def theirs(**overrides: object) -> Verdict:
    """Make the verdict that the agency, not the practice, is the published holder."""
    verdict = Verdict(
        field=VerdictField.HOLDER,
        state=VerdictState.CONTRADICTED,
        declared="Cabinet médical Exemple",
        observed="STUDIO EXEMPLE WEB",
        reasons=(
            message("OWN01_NUMBER_OF_PROVIDER", number="222 222 226", party="Studio Exemple Web"),
        ),
        holder=HolderClass.PROVIDER,
        confidence=0.97,
        observations=(sha256(RAW), sha256(WHOIS)),
    )
    return replace(verdict, **overrides)  # type: ignore[arg-type]  # fields of Verdict


def answers_of(engine: Engine, house: House, asset_id: UUID) -> list[ObservationRow]:
    """Return the recorded answers about an element."""
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        return list(
            session.scalars(select(ObservationRow).where(ObservationRow.asset_id == asset_id))
        )


def seat(app: Flask, engine: Engine, house: House, role: Role, now: datetime) -> FlaskClient:
    """Return the browser of somebody with a role, already signed in.

    The way in has tests of its own; here the session is opened directly, to be quick.
    """
    email = f"{role}@cabinet-exemple.example"
    draft = accounts.MemberDraft(email=email, name="Nadia Lopez", role=role)
    with transaction(engine, house.actor.practice_id) as session:
        accounts.add_member(session, house.actor, draft, now=now)
    return open_session(app, engine, email)


def open_session(app: Flask, engine: Engine, email: str) -> FlaskClient:
    """Return the browser of somebody who has just signed in."""
    origin, now = Origin(client="127.0.0.1", browser="Firefox/145 (Linux)"), clock.now()
    with transaction(engine, None) as session:
        user = session.scalars(select(User).where(User.email == email)).one()
        token = sessions.open_session(session, user.id, Method.PASSWORD, origin, now=now)
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie.update(_user_id=user.fs_uniquifier, _fresh=True, sign_in=token)
        cookie["fs_paa"] = now.timestamp()
    return client
