"""Two practices with rows in every table: `here`, and the neighbour whose data nobody may see."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Engine, Table, select
from sqlalchemy.orm import Session

from probes.interface import Contact, Privacy, message
from probes.options import ProbeOptions
from reversibility.accounts import service as accounts
from reversibility.accounts import sessions
from reversibility.accounts.invitations import InvitationDraft, invite
from reversibility.accounts.models import User
from reversibility.accounts.queries import member
from reversibility.accounts.sign_in_models import Method, SignIn
from reversibility.accounts.throttling import Origin
from reversibility.catalogues.cases import cases
from reversibility.catalogues.loader import load_catalogue
from reversibility.contracts.models import Contract
from reversibility.contracts.papers import add_paper, withdraw_paper
from reversibility.evidence.proofs import withdraw_proof
from reversibility.evidence.service import request_probe
from reversibility.exits.ahead.service import begin_due
from reversibility.exits.emergency.service import write_card
from reversibility.exits.letters.service import start_letter
from reversibility.exits.models import Exit
from reversibility.exits.qualifying.rules import Answers, Message
from reversibility.exits.qualifying.service import tell_situation
from reversibility.exits.requests.service import ItemDraft, make_request
from reversibility.exits.service import DocumentDraft, Edition, keep_documents
from reversibility.exits.tasks.service import generate_tasks
from reversibility.first_steps.service import Advance, advance
from reversibility.kernel import clock
from reversibility.kernel.actor import PracticeId, Role, UserId
from reversibility.mandates import rules as mandates
from reversibility.mandates.models import Scope
from reversibility.mandates.service import MandateDraft, Signature, grant_mandate, sign_statement
from reversibility.mandates.statement import statement_text
from reversibility.migrations.tables import metadata
from reversibility.register.previews import PreviewDraft, keep_preview
from reversibility.retention.holds import set_hold
from reversibility.store.session import transaction
from tests.factories.challenges import looked_for
from tests.factories.changes import see
from tests.factories.letters import writing
from tests.factories.papers import make_paper
from tests.factories.proofs import PDF, PNG
from tests.walks.filling import fill_empty_tables
from tests.walks.marking import HERE, THERE, mark, texts_of
from tests.web.house import House, answers_of, certify, examine, furnish, theirs

_NAMES = {
    Role.OWNER: "Dr Claire Martin",
    Role.MANAGER: "Nadia Lopez",
    Role.CONTRIBUTOR: "Dr Paul Lefèvre",
    Role.AUDITOR: "Anne Mercier",
    Role.PROVIDER_GUEST: "Marc Vidal",
}
_STAFF = (Role.OWNER, Role.MANAGER, Role.CONTRIBUTOR)
NEIGHBOUR = "123456790"
"""The SIREN of the other practice."""
PRACTICE_TABLES: tuple[Table, ...] = tuple(
    table for table in metadata.sorted_tables if "practice_id" in table.columns
)


@dataclass(frozen=True, kw_only=True)
class Side:
    """One practice: the first row of each of its tables, and the people who sign in."""

    practice_id: PracticeId
    rows: Mapping[str, UUID]
    """The id of one row, by table; of tables with an id."""
    ids: frozenset[str]
    """The ids of all its rows."""
    people: Mapping[str, str]
    """The e-mail address of somebody who signs in, by their role."""
    uncovered: Mapping[str, UUID]
    """The same as `rows`, of an element that no mandate covers."""
    hidden: frozenset[str]
    """Texts that no mandate covers: of other elements, of contracts, of exits."""


@dataclass(frozen=True, kw_only=True)
class World:
    """Both practices."""

    here: Side
    there: Side


def build_world(engine: Engine, now: datetime, *, marked: bool = True) -> World:
    """Furnish both practices, let people of every role in, and mark whose each text is."""
    here, there = furnish(engine, now), furnish(engine, now, siren=NEIGHBOUR)
    ours, next_door = (_Guests(engine, here, HERE * marked), _Guests(engine, there, THERE * marked))
    lived = [(house, _live(engine, house, now)) for house in (here, there)]
    people = {role.value: ours.let_in(role, now) for role in _STAFF}
    people |= {role.value: ours.mandate(role, now) for role in mandates.ROLES}
    next_door.mandate(Role.PROVIDER_GUEST, now)
    neighbour = {
        "owner": next_door.let_in(Role.OWNER, now),
        "auditor": next_door.mandate(Role.AUDITOR, now, signs=False),
    }
    for guests in (ours, next_door):
        guests.invite(now)
        guests.send_table(now)
    for house, _ in lived:
        fill_empty_tables(engine, PRACTICE_TABLES, house.actor.practice_id, now)
    if marked:
        mark(engine, PRACTICE_TABLES, here.actor.practice_id, HERE)
        mark(engine, PRACTICE_TABLES, there.actor.practice_id, THERE)
    return World(here=_side(engine, *lived[0], people), there=_side(engine, *lived[1], neighbour))


@dataclass(frozen=True)
class _Guests:
    """Lets people into one practice; their names bear its mark too."""

    engine: Engine
    house: House
    letters: str

    def let_in(self, role: Role, now: datetime) -> str:
        """Let somebody of the staff in; return their address."""
        draft = accounts.MemberDraft(email=self._email(role), name=self._name(role), role=role)
        with self._at_work() as session:
            accounts.add_member(session, self.house.actor, draft, now=now)
        return draft.email

    def mandate(self, role: Role, now: datetime, *, signs: bool = True) -> str:
        """Grant a mandate over what one provider runs, and sign its statement."""
        email, name = self._email(role), self._name(role)
        with self._at_work() as session:
            contract = session.get_one(Contract, self.house.contracts["studio-web-2023"])
            draft = MandateDraft(
                email=email,
                name=name,
                role=role,
                scope=Scope.PROVIDER,
                party_id=contract.provider_id,
                starts_on=now.date(),
                ends_on=now.date() + timedelta(days=13),
                time_zone="Europe/Paris",
            )
            granted = grant_mandate(session, self.house.actor, draft, now=now)
            if signs:
                user_id = session.scalars(select(User.id).where(User.email == email)).one()
                outsider = member(UserId(user_id), name, self.house.actor.practice_id, role)
                text = statement_text(role, "fr")
                signature = Signature(name=name, locale="fr", text_sha256=text.sha256)
                sign_statement(session, outsider, granted.mandate_id, signature, now=now)
        return email

    def invite(self, now: datetime) -> None:
        """Invite somebody who has not answered yet."""
        draft = InvitationDraft(
            email=f"{self.letters}lea.roche@cabinet-exemple.example",
            name=f"Léa Roche {self.letters}".strip(),
            role=Role.CONTRIBUTOR,
            access_ends_at=None,
        )
        with self._at_work() as session:
            invite(session, self.house.actor, draft, now=now)

    def send_table(self, now: datetime) -> None:
        """Let the owner send a table, and not confirm it."""
        rows = [["Nature", "Nom"], ["Nom de domaine .fr", "ajout.cabinet-exemple.example"]]
        draft = PreviewDraft(
            filename="inventaire du cabinet.csv",
            form="utf-8 with a mark",
            separator=";",
            sheet="feuille un",
            rows=[[number, cells] for number, cells in enumerate(rows, start=1)],
        )
        with self._at_work() as session:
            user_id = session.scalars(
                select(User.id).where(User.email == self._email(Role.OWNER))
            ).one()
            owner = member(UserId(user_id), "", self.house.actor.practice_id, Role.OWNER)
            keep_preview(session, owner, draft, now=now)

    def _at_work(self) -> AbstractContextManager[Session]:
        return transaction(self.engine, self.house.actor.practice_id)

    def _email(self, role: Role) -> str:
        place = str(self.house.actor.practice_id)[-4:]
        return f"{self.letters}{role}-{place}@cabinet-exemple.example"

    def _name(self, role: Role) -> str:
        return f"{_NAMES[role]} {self.letters}".strip()


@dataclass(frozen=True, kw_only=True)
class _Lived:
    covered: dict[str, UUID]
    uncovered: dict[str, UUID]


def _live(engine: Engine, house: House, now: datetime) -> _Lived:
    """Do what a practice does with two elements; produce a plan."""
    lived = _Lived(
        covered=_look_after(engine, house, "domaine", now),
        uncovered=_look_after(engine, house, "domaine-rdv", now),
    )
    with transaction(engine, house.actor.practice_id) as session:
        case = session.scalars(select(Exit)).first()
        assert case is not None
        edition = Edition(
            exit_id=case.id,
            number=1,
            register_sha256="0" * 64,
            catalogue_version="1",
            playbooks={},
            made_by="Nadia Lopez",
        )
        plan = DocumentDraft(
            filename="plan.pdf", media_type="application/pdf", locale="fr", content=PDF
        )
        set_hold(session, house.actor, lived.covered["assets"], "litige en cours", now=now)
        keep_documents(session, house.actor, edition, [plan], now=now)
        generate_tasks(session, house.actor, case.id, load_catalogue(), now=now)
        lived.covered["contracts"] = case.contract_id
        unanswered = tuple(
            Message(sent_on=now.date() - timedelta(days=days), channel="lettre recommandée")
            for days in (9, 7)
        )
        tell_situation(
            session,
            house.actor,
            case.contract_id,
            Answers(choices={"work_due": "yes"}, unanswered=unanswered),
            catalogue=cases(),
            expiring=(),
            now=now,
        )
        _file_papers(session, house, case.contract_id, now)
        letter = writing("L1", on=now.date())
        start_letter(session, house.actor, case.contract_id, letter, now=now)
        _ask_for_things(session, house, case.contract_id, now)
        # The first steps go on with that contract, so that each of their pages has something in it.
        advance(session, house.actor, Advance(contract_id=case.contract_id), now=now)
    return lived


def _file_papers(session: Session, house: House, contract_id: UUID, now: datetime) -> None:
    """File a paper of a contract, and withdraw another."""
    kept, gone = (
        make_paper(contract_id),
        make_paper(contract_id, content=PDF, title="Copie du devis"),
    )
    add_paper(session, house.actor, kept, today=now.date(), now=now)
    gone_id = add_paper(session, house.actor, gone, today=now.date(), now=now).id
    withdraw_paper(session, house.actor, gone_id, "mauvais fichier", now=now)


def _ask_for_things(session: Session, house: House, contract_id: UUID, now: datetime) -> None:
    """Ask the provider for two things; write on the emergency card."""
    texts = ("Le code de transfert", "La copie du site")
    items = [
        ItemDraft(asset_id=None, about="Divers", said={"fr": text, "en": text}) for text in texts
    ]
    answer_by = now.date() + timedelta(days=15)
    make_request(session, house.actor, contract_id, items, answer_by=answer_by, now=now)
    write_card(session, house.actor, 0, {"lawyer_name": "Me Anne Exemple"}, now=now)
    begin_due(session, house.actor, now=now)


def _look_after(engine: Engine, house: House, slug: str, now: datetime) -> dict[str, UUID]:
    """Check an element, file and withdraw documents about it; return the rows, by table."""
    elsewhere, hidden = Contact(name="Atelier Corail SARL"), Contact(masked=True)
    for days, facts in (
        (4, {"registrar": "Ancre SAS", "registrant": elsewhere, "privacy": Privacy.PUBLIC}),
        (3, {"registrar": "Boussole SAS", "registrant": hidden, "privacy": Privacy.REDACTED}),
    ):
        see(engine, house.actor, house.assets[slug], now - timedelta(days=days), **facts)
    seen = theirs(next_step=message("VRD_NEXT_CHANGE_HOLDER"))
    asset_id = examine(engine, house, slug, seen, now=now - timedelta(hours=1))
    observation_id = answers_of(engine, house, asset_id)[0].id
    kept_id = certify(engine, house, slug, now=now)
    gone_id = certify(engine, house, slug, now=now, filename="copie.png", content=PNG)
    with transaction(engine, house.actor.practice_id) as session:
        run = request_probe(session, house.actor, [asset_id], ProbeOptions(), now=now)
        withdraw_proof(session, house.actor, gone_id, "mauvais fichier", now=now)
        challenge_id = looked_for(session, house.actor, asset_id, now=now)
    return {
        "assets": asset_id,
        "challenges": challenge_id,
        "observations": observation_id,
        "proofs": kept_id,
        "runs": run.id,
    }


def _sign_in(engine: Engine, email: str) -> UUID:
    """Let somebody be signed in on another machine; return that session."""
    origin, now = Origin(client="192.0.2.7", browser="Firefox/145 (Linux)"), clock.now()
    with transaction(engine, None) as session:
        user_id = session.scalars(select(User.id).where(User.email == email)).one()
        sessions.open_session(session, user_id, Method.PASSWORD, origin, now=now)
        session.flush()
        return session.scalars(select(SignIn.id).where(SignIn.user_id == user_id)).one()


def _side(engine: Engine, house: House, lived: _Lived, people: Mapping[str, str]) -> Side:
    practice_id = house.actor.practice_id
    rows: dict[str, UUID] = {"practices": practice_id}
    ids: set[str] = {str(practice_id)}
    rows["sign_ins"] = _sign_in(engine, people["owner"])
    with engine.connect() as connection:
        for table in PRACTICE_TABLES:
            if "id" not in table.columns:
                continue
            found = connection.scalars(
                select(table.c.id).where(table.c.practice_id == practice_id).order_by(table.c.id)
            ).all()
            rows[table.name] = found[0]
            ids |= {str(each) for each in found}
        hidden = texts_of(connection, metadata.tables["contracts"], practice_id)
        hidden |= texts_of(connection, metadata.tables["exits"], practice_id)
        for name, column in (("assets", "id"), ("proofs", "asset_id"), ("verdicts", "asset_id")):
            table = metadata.tables[name]
            only = table.c[column] == lived.uncovered["assets"]
            hidden |= texts_of(connection, table, practice_id, only)
    return Side(
        practice_id=practice_id,
        rows={**rows, **lived.covered},
        ids=frozenset(ids),
        people=people,
        uncovered={**rows, **lived.covered, **lived.uncovered},
        hidden=frozenset(hidden),
    )
