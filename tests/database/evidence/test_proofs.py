"""Documents filed as proof: what they change, when they stop counting, and who sees them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DBAPIError

from probes.interface import HolderClass, VerdictField, VerdictState, message
from reversibility.access.service import GrantDraft, record_grant
from reversibility.catalogues.loader import load_catalogue
from reversibility.evidence.errors import (
    ProofInvalidError,
    ProofMissingError,
    ProofWithdrawnError,
)
from reversibility.evidence.models import ProofKind
from reversibility.evidence.proofs import withdraw_proof
from reversibility.evidence.queries import VerdictLine, get_proof, latest_verdicts
from reversibility.evidence.rules import ProofWeight
from reversibility.evidence.service import record_survey
from reversibility.evidence.standing import Standing, get_standing, list_standings
from reversibility.journal.models import JournalEntry, JournalPayload
from reversibility.kernel.actor import PERMISSIONS, Actor, PracticeId, Role, Sight, operator
from reversibility.kernel.digest import sha256
from reversibility.kernel.errors import DeniedError
from reversibility.kernel.files import LARGEST
from reversibility.recovery.models import AssetState
from reversibility.register.errors import AssetMissingError
from reversibility.register.models import Asset, Person
from reversibility.store.session import transaction
from tests.factories.evidence import House, make_examination, make_verdict, open_house
from tests.factories.proofs import JPEG, PDF, file_proof

CATALOGUE = load_catalogue()
OTHER = PracticeId(UUID("01930000-0000-7000-8000-000000000002"))


@pytest.fixture
def house(engine: Engine, actor: Actor, now: datetime) -> House:
    """Return a practice whose domain is declared as the agency's."""
    return open_house(engine, actor, now)


def judge(engine: Engine, house: House, state: VerdictState, now: datetime) -> None:
    """Record that the registry gave this result on the holder."""
    verdict = make_verdict(
        state=state,
        holder=HolderClass.PRACTICE if state is VerdictState.CONTRADICTED else None,
        reasons=(message("OWN02_PERSON_HIDDEN"),),
        next_step=message("VRD_NEXT_ASK_REGISTRAR"),
    )
    with transaction(engine, house.actor.practice_id) as session:
        examination = make_examination(house, now, verdicts=(verdict,))
        record_survey(session, house.actor, house.domain_id, examination, unit_id=None, now=now)


def line_of(engine: Engine, house: House, field: VerdictField) -> VerdictLine | None:
    """Return the present verdict on a field of the domain."""
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        return latest_verdicts(session, house.actor, [house.domain_id])[house.domain_id].get(field)


def holder_of(engine: Engine, house: House) -> VerdictLine | None:
    return line_of(engine, house, VerdictField.HOLDER)


def stand(engine: Engine, house: House, asset_id: UUID) -> Standing:
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        return get_standing(session, house.actor, asset_id, CATALOGUE)


def declare_holder(engine: Engine, house: House, holder_id: UUID | None) -> None:
    with transaction(engine, house.actor.practice_id) as session:
        session.get_one(Asset, house.domain_id).holder_id = holder_id


def give_access(engine: Engine, house: House, now: datetime, role: str) -> None:
    kind = CATALOGUE.kinds["domain_fr"]
    with transaction(engine, house.actor.practice_id) as session:
        person_id = session.scalars(select(Person.id)).first()
        assert person_id is not None
        draft = GrantDraft(asset_id=house.domain_id, person_id=person_id, role=role)
        roles = [each.id for each in kind.roles]
        record_grant(session, house.actor, draft, roles=roles, now=now)


@pytest.mark.parametrize(
    ("published", "state"),
    [
        (VerdictState.NOT_PUBLISHED, VerdictState.PROVED_BY_DOCUMENT),
        (VerdictState.INCONCLUSIVE, VerdictState.PROVED_BY_DOCUMENT),
        (VerdictState.UNREACHABLE, VerdictState.PROVED_BY_DOCUMENT),
        (VerdictState.CONFIRMED, VerdictState.CONFIRMED),
        (VerdictState.CONTRADICTED, VerdictState.CONTRADICTED),
    ],
)
def test_a_certificate_settles_the_holder_where_the_registry_does_not(
    engine: Engine, house: House, now: datetime, published: VerdictState, state: VerdictState
) -> None:
    judge(engine, house, published, now)
    proof = file_proof(engine, house, now)
    line = holder_of(engine, house)
    assert line is not None
    assert (line.state, line.published) == (state, published)
    assert line.proof is not None
    assert (line.proof.id, line.proof.sha256) == (proof.id, sha256(PDF))
    is_proved = state is VerdictState.PROVED_BY_DOCUMENT
    assert (line.next_step is None) is is_proved  # what would settle it was done
    assert line.reasons == (message("OWN02_PERSON_HIDDEN"),)


def test_a_registry_that_contradicted_yesterday_is_not_overruled_while_it_is_down(
    engine: Engine, house: House, now: datetime
) -> None:
    judge(engine, house, VerdictState.CONTRADICTED, now - timedelta(days=1))
    judge(engine, house, VerdictState.UNREACHABLE, now)
    file_proof(engine, house, now)
    line = holder_of(engine, house)
    assert line is not None
    assert line.state is VerdictState.UNREACHABLE
    assert line.proof is not None
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        short = list_standings(session, house.actor, CATALOGUE, in_full=False)
    listed = next(each for each in short if each.asset.id == house.domain_id)
    assert listed.facts.holder_verdict is VerdictState.UNREACHABLE


def test_what_no_probe_can_see_is_settled_by_a_document(
    engine: Engine, house: House, now: datetime
) -> None:
    assert stand(engine, house, house.ads_id).verdicts == {}
    file_proof(engine, house, now, asset_id=house.ads_id, kind=ProofKind.INVOICE)
    standing = stand(engine, house, house.ads_id)
    line = standing.verdicts[VerdictField.HOLDER]
    assert (line.state, line.published) == (VerdictState.PROVED_BY_DOCUMENT, None)
    assert (line.declared, line.judged_at) == ("Studio Exemple Web", None)
    assert standing.facts.holder_verdict is VerdictState.PROVED_BY_DOCUMENT


@pytest.mark.parametrize("kind", [ProofKind.ROLE_SCREENSHOT, ProofKind.OTHER])
def test_a_screenshot_supports_the_holder_and_settles_nothing(
    engine: Engine, house: House, now: datetime, kind: ProofKind
) -> None:
    judge(engine, house, VerdictState.NOT_PUBLISHED, now)
    file_proof(engine, house, now, kind=kind)
    line = holder_of(engine, house)
    assert line is not None
    assert (line.state, line.proof) == (VerdictState.NOT_PUBLISHED, None)
    proofs = stand(engine, house, house.domain_id).proofs
    assert [proof.weight for proof in proofs] == [ProofWeight.SUPPORTS]


def test_a_document_that_nobody_says_agrees_settles_nothing(
    engine: Engine, house: House, now: datetime
) -> None:
    judge(engine, house, VerdictState.NOT_PUBLISHED, now)
    file_proof(engine, house, now, matches_declaration=False)
    line = holder_of(engine, house)
    assert line is not None
    assert line.state is VerdictState.NOT_PUBLISHED


def test_proof_of_the_practice_puts_the_asset_in_its_hands(
    engine: Engine, house: House, now: datetime
) -> None:
    declare_holder(engine, house, house.practice.id)
    judge(engine, house, VerdictState.NOT_PUBLISHED, now)
    give_access(engine, house, now, "account_holder")
    before = stand(engine, house, house.domain_id)
    assert before.state is AssetState.TO_CONFIRM
    file_proof(engine, house, now)
    after = stand(engine, house, house.domain_id)
    assert after.state is AssetState.IN_HAND


def test_a_document_no_longer_counts_once_another_holder_is_declared_and_counts_again_after(
    engine: Engine, house: House, now: datetime
) -> None:
    judge(engine, house, VerdictState.NOT_PUBLISHED, now)
    file_proof(engine, house, now)
    for holder, state, weight in (
        (house.practice.id, VerdictState.NOT_PUBLISHED, ProofWeight.OUTDATED),
        (None, VerdictState.NOT_PUBLISHED, ProofWeight.OUTDATED),
        (house.agency.id, VerdictState.PROVED_BY_DOCUMENT, ProofWeight.SETTLES),
    ):
        declare_holder(engine, house, holder)
        standing = stand(engine, house, house.domain_id)
        assert standing.verdicts[VerdictField.HOLDER].state is state
        assert [proof.weight for proof in standing.proofs] == [weight]


def test_a_picture_of_the_roles_counts_until_the_accesses_change(
    engine: Engine, house: House, now: datetime
) -> None:
    give_access(engine, house, now, "account_holder")
    picture = {"field": VerdictField.CONTROL, "kind": ProofKind.ROLE_SCREENSHOT, "content": JPEG}
    file_proof(engine, house, now, **picture)
    line = line_of(engine, house, VerdictField.CONTROL)
    assert line is not None
    assert line.state is VerdictState.PROVED_BY_DOCUMENT
    assert holder_of(engine, house) is None  # access is not title
    give_access(engine, house, now, "technical_contact")
    assert line_of(engine, house, VerdictField.CONTROL) is None


def test_the_latest_of_several_documents_is_the_one_that_is_named(
    engine: Engine, house: House, now: datetime
) -> None:
    old = {"dated_on": date(2024, 1, 2), "content": PDF + b"old"}
    file_proof(engine, house, now)
    file_proof(engine, house, now + timedelta(hours=1), **old)
    line = holder_of(engine, house)
    assert line is not None
    assert line.proof is not None
    assert line.proof.dated_on == date(2026, 11, 3)


def test_a_withdrawn_document_stays_listed_and_counts_and_is_handed_out_no_more(
    engine: Engine, house: House, now: datetime
) -> None:
    judge(engine, house, VerdictState.NOT_PUBLISHED, now)
    proof = file_proof(engine, house, now)
    with transaction(engine, house.actor.practice_id) as session:
        withdraw_proof(session, house.actor, proof.id, "Nom d’un patient visible", now=now)
    standing = stand(engine, house, house.domain_id)
    assert standing.verdicts[VerdictField.HOLDER].state is VerdictState.NOT_PUBLISHED
    (line,) = standing.proofs
    assert line.weight is ProofWeight.WITHDRAWN
    assert line.withdrawal is not None
    assert (line.withdrawal.reason, line.withdrawal.withdrawn_by, line.withdrawal.withdrawn_at) == (
        "Nom d’un patient visible",
        "Dr Claire Martin",
        now,
    )
    with (
        transaction(engine, house.actor.practice_id, read_only=True) as session,
        pytest.raises(ProofMissingError),
    ):
        get_proof(session, house.actor, proof.id)
    # It may be filed again, for instance once it is masked.
    file_proof(engine, house, now)


@pytest.mark.parametrize(
    ("reason", "fault"),
    [
        ("", "required"),
        ("  ", "required"),
        ("x" * 501, "too_long:500"),
        ("a\x00b", "control_character"),
    ],
)
def test_a_withdrawal_says_why(
    engine: Engine, house: House, now: datetime, reason: str, fault: str
) -> None:
    proof = file_proof(engine, house, now)
    with (
        pytest.raises(ProofInvalidError) as refused,
        transaction(engine, house.actor.practice_id) as session,
    ):
        withdraw_proof(session, house.actor, proof.id, reason, now=now)
    assert refused.value.fields == {"reason": fault}


def test_a_document_is_withdrawn_once(engine: Engine, house: House, now: datetime) -> None:
    proof = file_proof(engine, house, now)
    with transaction(engine, house.actor.practice_id) as session:
        withdraw_proof(session, house.actor, proof.id, "Mauvais fichier", now=now)
    with (
        pytest.raises(ProofWithdrawnError),
        transaction(engine, house.actor.practice_id) as session,
    ):
        withdraw_proof(session, house.actor, proof.id, "Encore", now=now)


TOMORROW = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"content": b""}, {"file": "file_empty"}),
        ({"content": None}, {"file": "file_required"}),
        ({"content": b"GIF89a", "filename": "attestation.pdf"}, {"file": "file_type"}),
        ({"content": PDF + bytes(LARGEST)}, {"file": "document_too_large:10"}),
        ({"title": " "}, {"title": "required"}),
        ({"title": "x" * 201}, {"title": "too_long:200"}),
        ({"title": "a\u202eb"}, {"title": "control_character"}),
        ({"dated_on": TOMORROW}, {"dated_on": "day_to_come"}),
        ({"dated_on": None, "content": b"x"}, {"dated_on": "day_required", "file": "file_type"}),
        ({"field": VerdictField.EXPIRY}, {"field": "one_of:holder, control"}),
        ({"field": VerdictField.CONTROL}, {"matches_declaration": "nothing_declared_control"}),
    ],
)
def test_what_cannot_be_kept_names_every_fault_and_leaves_nothing(
    engine: Engine, house: House, now: datetime, changes: dict[str, object], faults: dict[str, str]
) -> None:
    with pytest.raises(ProofInvalidError) as refused:
        file_proof(engine, house, now, **changes)
    assert refused.value.fields == faults
    assert stand(engine, house, house.domain_id).proofs == ()


def test_a_holder_that_nobody_declared_cannot_be_what_a_document_says(
    engine: Engine, house: House, now: datetime
) -> None:
    declare_holder(engine, house, None)
    with pytest.raises(ProofInvalidError) as refused:
        file_proof(engine, house, now)
    assert refused.value.fields == {"matches_declaration": "nothing_declared_holder"}
    file_proof(engine, house, now, matches_declaration=False)


def test_the_same_file_for_the_same_thing_is_kept_once(
    engine: Engine, house: House, now: datetime
) -> None:
    file_proof(engine, house, now)
    with pytest.raises(ProofInvalidError) as refused:
        file_proof(engine, house, now, title="Encore", filename="copie.pdf")
    assert refused.value.fields == {"file": "document_known"}
    declare_holder(engine, house, house.practice.id)
    file_proof(engine, house, now)  # about what is declared since


def test_the_file_is_handed_back_exactly_as_it_came(
    engine: Engine, house: House, now: datetime
) -> None:
    proof = file_proof(engine, house, now, filename="C:\\temp\\Attestation.PDF")
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        found = get_proof(session, house.actor, proof.id)
    assert (found.content, found.filename) == (PDF, "Attestation.pdf")
    assert found.media_type == "application/pdf"


def test_both_acts_are_in_the_journal(engine: Engine, house: House, now: datetime) -> None:
    proof = file_proof(engine, house, now)
    with transaction(engine, house.actor.practice_id) as session:
        withdraw_proof(session, house.actor, proof.id, "Mauvais fichier", now=now)
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        rows = session.execute(
            select(JournalEntry, JournalPayload.content)
            .join(JournalPayload, JournalPayload.entry_id == JournalEntry.id)
            .where(JournalEntry.action.like("evidence.proof%"))
            .order_by(JournalEntry.sequence)
        ).all()
    assert [entry.action for entry, _ in rows] == [
        "evidence.proof_added",
        "evidence.proof_withdrawn",
    ]
    assert {entry.subject_id for entry, _ in rows} == {house.domain_id}
    assert rows[0][1]["sha256"] == rows[1][1]["sha256"] == sha256(PDF)
    assert rows[0][1]["matches_declaration"] is True
    assert rows[1][1]["reason"] == "Mauvais fichier"


@pytest.mark.parametrize("table", ["proofs", "proof_withdrawals"])
@pytest.mark.parametrize(
    "verb", ["UPDATE {table} SET practice_id = practice_id", "DELETE FROM {table}"]
)
def test_documents_and_withdrawals_are_never_changed_nor_removed(
    engine: Engine, house: House, now: datetime, table: str, verb: str
) -> None:  # fmt: skip
    proof = file_proof(engine, house, now)
    with transaction(engine, house.actor.practice_id) as session:
        withdraw_proof(session, house.actor, proof.id, "Mauvais fichier", now=now)
    with (
        pytest.raises(DBAPIError, match="append-only"),
        transaction(engine, house.actor.practice_id) as session,
    ):
        session.execute(text(verb.format(table=table)))


def test_another_practice_sees_adds_and_withdraws_nothing(
    engine: Engine, house: House, now: datetime
) -> None:
    proof = file_proof(engine, house, now)
    other = open_house(engine, operator(OTHER, "Maître Durand"), now)
    with transaction(engine, OTHER, read_only=True) as session, pytest.raises(ProofMissingError):
        get_proof(session, other.actor, proof.id)
    with transaction(engine, OTHER) as session, pytest.raises(ProofMissingError):
        withdraw_proof(session, other.actor, proof.id, "Pas le mien", now=now)
    with pytest.raises(AssetMissingError):
        file_proof(engine, other, now, asset_id=house.domain_id)
    with transaction(engine, OTHER, read_only=True) as session:
        seen = session.execute(text("SELECT count(*) FROM proofs")).scalar_one()
    assert seen == (0 if engine.dialect.name == "postgresql" else 1)
    # Not even without the filter of the transaction.
    with transaction(engine, None, read_only=True) as session, pytest.raises(ProofMissingError):
        get_proof(session, other.actor, proof.id)


def test_an_outsider_who_sees_some_accesses_only_reads_the_same_result(
    engine: Engine, house: House, now: datetime
) -> None:
    give_access(engine, house, now, "account_holder")
    picture = {"field": VerdictField.CONTROL, "kind": ProofKind.ROLE_SCREENSHOT, "content": JPEG}
    file_proof(engine, house, now, **picture)
    sight = Sight(
        mandate_id=house.domain_id,
        assets=frozenset({house.domain_id}),
        party_id=house.agency.id,
    )
    guest = replace(_of_role(house.actor, Role.MANAGER), sight=sight)
    standing = stand(engine, _as(house, guest), house.domain_id)
    assert standing.grants == ()
    assert standing.verdicts[VerdictField.CONTROL].state is VerdictState.PROVED_BY_DOCUMENT


@pytest.mark.parametrize("act", ["add", "withdraw"])
def test_adding_and_withdrawing_ask_for_the_right_to_write(
    engine: Engine, house: House, now: datetime, act: str
) -> None:
    proof = file_proof(engine, house, now)
    reader = _of_role(house.actor, Role.AUDITOR)
    acts: dict[str, Callable[[], object]] = {
        "add": lambda: file_proof(engine, _as(house, reader), now, content=JPEG),
        "withdraw": lambda: _withdraw(engine, reader, proof.id, now),
    }
    with pytest.raises(DeniedError):
        acts[act]()


def _withdraw(engine: Engine, actor: Actor, proof_id: UUID, now: datetime) -> None:
    with transaction(engine, actor.practice_id) as session:
        withdraw_proof(session, actor, proof_id, "Essai", now=now)


def _of_role(actor: Actor, role: Role) -> Actor:
    return Actor(
        kind=actor.kind,
        label="Lecteur",
        practice_id=actor.practice_id,
        permissions=PERMISSIONS[role],
    )


def _as(house: House, actor: Actor) -> House:
    return replace(house, actor=actor)
