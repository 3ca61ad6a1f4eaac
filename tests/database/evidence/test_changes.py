"""What two checks show differently is kept with both answers, once, and somebody explains it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.exc import DBAPIError

from probes.changes import ChangedField, ChangeKind
from probes.interface import (
    Contact,
    LookupState,
    Observation,
    Redaction,
    Registration,
    Source,
    VerdictField,
    VerdictState,
)
from probes.published.privacy import privacy_of
from probes.texts import Severity
from reversibility.evidence.change_models import ChangeMark, ChangeNote, ChangeRow
from reversibility.evidence.changes import NoteDraft, note_change
from reversibility.evidence.errors import ChangeMissingError, ChangeNoteInvalidError
from reversibility.evidence.queries import (
    ChangeLine,
    WantedChanges,
    count_changes,
    get_change,
    list_changes,
    recent_changes,
)
from reversibility.evidence.service import RecordedSurvey, record_survey
from reversibility.journal.models import JournalEntry
from reversibility.journal.service import check_chain
from reversibility.kernel.actor import Actor, PracticeId, Sight, operator
from reversibility.kernel.digest import sha256
from reversibility.kernel.errors import DeniedError
from reversibility.pieces.models import PieceKind
from reversibility.retention.service import Piece, erase_piece
from reversibility.store.session import transaction
from tests.factories.evidence import (
    DOMAIN,
    House,
    make_examination,
    make_observation,
    make_verdict,
    open_house,
)

DAY = timedelta(days=1)
SERVERS = ("ns1.agence.example", "ns2.agence.example")


@pytest.fixture
def house(engine: Engine, actor: Actor, now: datetime) -> House:
    return open_house(engine, actor, now)


def test_a_difference_is_kept_with_both_answers(
    engine: Engine, house: House, now: datetime
) -> None:
    first = see(engine, house, now, {"registrar": "Ancre SAS"})
    second = see(engine, house, now + DAY, {"registrar": "Boussole SAS"})
    (line,) = read(engine, house)
    assert (line.field, line.kind) == (ChangedField.REGISTRAR, ChangeKind.CHANGED)
    assert (line.before, line.after) == ("Ancre SAS", "Boussole SAS")
    assert (line.severity, line.asset_name) == (Severity.ERROR, DOMAIN)
    assert line.earlier is not None
    assert line.later is not None
    assert (line.earlier.id, line.later.id) == (
        first.observation_ids[0],
        second.observation_ids[0],
    )
    assert (line.earlier.sha256, line.later.sha256) == (
        sha256(b"Ancre SAS"),
        sha256(b"Boussole SAS"),
    )
    assert (line.earlier_at, line.later_at) == (now, now + DAY)
    assert second.change_ids == (line.id,)


def test_the_tenth_check_without_a_difference_tells_nothing(
    engine: Engine, house: House, now: datetime
) -> None:
    for number in range(10):
        day = now + number * DAY
        see(engine, house, day, {"registrar": "Ancre SAS", "updated": day.date()})
    assert read(engine, house) == ()
    see(engine, house, now + 10 * DAY, {"registrar": "Boussole SAS"})
    for number in range(11, 14):
        see(engine, house, now + number * DAY, {"registrar": "Boussole SAS"})
    assert len(read(engine, house)) == 1


def test_newly_hidden_is_no_other_holder_and_what_was_hidden_is_remembered(
    engine: Engine, house: House, now: datetime
) -> None:
    hidden = Contact(
        roles=("registrant",), redacted=(Redaction(name="Registrant Name"),), masked=True
    )
    see(engine, house, now, {"registrant": Contact(name="Claire Martin")})
    for number in range(1, 9):
        see(engine, house, now + number * DAY, {"registrant": hidden})
    (line,) = read(engine, house)
    assert (line.kind, line.severity) == (ChangeKind.HIDDEN, Severity.NOTICE)
    assert (line.before, line.after) == ("Claire Martin", "")
    see(engine, house, now + 9 * DAY, {"registrant": Contact(name="Agence Pixel SARL")})
    assert read(engine, house)[0].code == "CHG01_HOLDER_CHANGED_WHILE_HIDDEN"
    assert read(engine, house)[0].before == "Claire Martin"


def test_an_answer_that_did_not_come_is_no_change_and_the_one_before_it_counts(
    engine: Engine, house: House, now: datetime
) -> None:
    silent = {"state": LookupState.THROTTLED, "facts": None, "raw": b"", "sha256": sha256(b"")}
    first = see(engine, house, now, {"registrar": "Ancre SAS"})
    for number in range(1, 8):
        seen = (make_observation(now + number * DAY, **silent),)
        record(engine, house, now + number * DAY, seen)
    assert read(engine, house) == ()
    see(engine, house, now + 8 * DAY, {"registrar": "Boussole SAS"})
    (line,) = read(engine, house)
    assert line.earlier is not None
    assert line.earlier.id == first.observation_ids[0]


def test_facts_come_back_from_the_database_as_they_were_read(
    engine: Engine, house: House, now: datetime
) -> None:
    facts: Mapping[str, object] = {
        "registrant": Contact(
            name="Zoé \ud800 Martin",
            identifiers=(("siren", "732829320"),),
            redacted=(Redaction(name="x", method="removal"),),
        ),
        "expires": now.date(),
        "created": now.date(),
        "name_servers": tuple(f"ns{number}.host.example" for number in range(3_000)),
        "statuses": ("clienttransferprohibited",),
        "dnssec": True,
    }
    see(engine, house, now, facts)
    see(engine, house, now + DAY, facts)
    assert read(engine, house) == ()


def test_a_changed_name_is_the_practices_own_act(
    engine: Engine, house: House, now: datetime
) -> None:
    confirmed = make_verdict(observed="A")
    contradicted = make_verdict(observed="B", state=VerdictState.CONTRADICTED)
    see(engine, house, now, {"registrar": "Ancre SAS"}, verdicts=(confirmed,))
    other = see(
        engine,
        house,
        now + DAY,
        {"registrar": "Boussole SAS"},
        name="autre.example",
        verdicts=(contradicted,),
    )
    assert other.change_ids == ()
    back = see(engine, house, now + 2 * DAY, {"registrar": "Cap SAS"}, verdicts=(confirmed,))
    assert [line.kind for line in read(engine, house)] == [ChangeKind.CHANGED]
    assert len(back.change_ids) == 1


def test_another_result_beside_the_same_declaration_names_both(
    engine: Engine, house: House, now: datetime
) -> None:
    registrar = make_verdict(field=VerdictField.REGISTRAR)
    first = see(engine, house, now, {}, verdicts=(registrar,))
    lost = replace(registrar, state=VerdictState.UNREACHABLE)
    see(engine, house, now + DAY, {}, verdicts=(lost,))
    worse = replace(registrar, state=VerdictState.CONTRADICTED)
    third = see(engine, house, now + 2 * DAY, {}, verdicts=(worse,))
    (line,) = read(engine, house)
    assert (line.kind, line.code) == (ChangeKind.RESULT, "CHG11_RESULT_CONTRADICTED")
    assert line.earlier_verdict_id == first.verdict_ids[0]
    assert line.later_verdict_id == third.verdict_ids[0]
    assert (line.earlier, line.later) == (None, None)


def test_an_unexplained_change_stays_until_somebody_explains_it(
    engine: Engine, house: House, now: datetime
) -> None:
    change_id = registrar_changes(engine, house, now)
    assert [line.id for line in recent(engine, house)] == [change_id]
    say(engine, house, change_id, ChangeMark.SEEN, "", now)
    assert [line.mark for line in recent(engine, house)] == [ChangeMark.SEEN]
    say(engine, house, change_id, ChangeMark.EXPLAINED, "Transfert demandé le 3 mars.", now)
    assert recent(engine, house) == ()
    say(engine, house, change_id, ChangeMark.OPEN, "Ce n’était pas celui-là.", now)
    (line,) = recent(engine, house)
    assert [(note.mark, note.written_by) for note in line.notes] == [
        (ChangeMark.SEEN, "Dr Claire Martin"),
        (ChangeMark.EXPLAINED, "Dr Claire Martin"),
        (ChangeMark.OPEN, "Dr Claire Martin"),
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [("", "required"), ("x" * 501, "too_long:500"), ("a\x07b", "control_character")],
)
def test_an_explanation_says_something(
    engine: Engine, house: House, now: datetime, text: str, fault: str
) -> None:
    change_id = registrar_changes(engine, house, now)
    with pytest.raises(ChangeNoteInvalidError) as refused:
        say(engine, house, change_id, ChangeMark.EXPLAINED, text, now)
    assert refused.value.fields == {"text": fault}
    assert read(engine, house)[0].notes == ()


def test_an_outsider_sees_only_what_their_mandate_names_and_no_note(
    engine: Engine, house: House, now: datetime
) -> None:
    change_id = registrar_changes(engine, house, now)
    say(engine, house, change_id, ChangeMark.EXPLAINED, "Transfert demandé.", now)
    inside = replace(
        house.actor, sight=Sight(mandate_id=uuid4(), assets=frozenset({house.domain_id}))
    )
    outside = replace(
        house.actor, sight=Sight(mandate_id=uuid4(), assets=frozenset({house.ads_id}))
    )
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        (line,) = list_changes(session, inside)
        assert (line.mark, line.notes[0].text, line.notes[0].written_by) == (
            ChangeMark.EXPLAINED,
            "",
            "",
        )
        assert list_changes(session, outside) == ()
        assert count_changes(session, outside) == {}
        with pytest.raises(ChangeMissingError):
            get_change(session, outside, change_id)


def test_another_practice_sees_and_notes_nothing(
    engine: Engine, house: House, now: datetime
) -> None:
    change_id = registrar_changes(engine, house, now)
    stranger = operator(PracticeId(UUID("01930000-0000-7000-8000-000000000002")))
    open_house(engine, stranger, now)
    with (
        pytest.raises(ChangeMissingError),
        transaction(engine, stranger.practice_id) as session,
    ):
        note_change(session, stranger, change_id, NoteDraft(mark=ChangeMark.SEEN), now=now)
    with transaction(engine, stranger.practice_id, read_only=True) as session:
        assert list_changes(session, stranger) == ()
    mute = replace(house.actor, permissions=frozenset())
    with (
        transaction(engine, mute.practice_id, read_only=True) as session,
        pytest.raises(DeniedError),
    ):
        recent_changes(session, mute)


def test_changes_are_paged_counted_and_filtered(
    engine: Engine, house: House, now: datetime
) -> None:
    names = ("Ancre SAS", "Boussole SAS", "Cap SAS", "Drisse SAS")
    for number, registrar in enumerate(names):
        facts = {"registrar": registrar, "expires": (now + number * 365 * DAY).date()}
        see(engine, house, now + number * DAY, facts)
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        everything = list_changes(session, house.actor)
        page = list_changes(session, house.actor, below=everything[1].id, limit=2)
        errors = WantedChanges(severities=(Severity.ERROR,), since=now + 2 * DAY)
        assert len(everything) == 6
        assert [line.id for line in page] == [line.id for line in everything[2:4]]
        assert [line.after for line in list_changes(session, house.actor, errors)] == [
            "Drisse SAS",
            "Cap SAS",
        ]
        assert count_changes(session, house.actor) == {Severity.ERROR: 3, Severity.INFO: 3}


def test_an_erased_answer_leaves_the_row_its_digest_and_no_text(
    engine: Engine, house: House, now: datetime
) -> None:
    registrar_changes(engine, house, now)
    (line,) = read(engine, house)
    assert line.earlier is not None
    piece = Piece(kind=PieceKind.ANSWER, id=line.earlier.id)
    with transaction(engine, house.actor.practice_id) as session:
        erase_piece(session, house.actor, piece, "Demande de M. Petit", now=now)
    (left,) = read(engine, house)
    assert (left.id, left.code, left.is_erased) == (line.id, line.code, True)
    assert (left.before, left.after) == ("", "")
    assert left.earlier is not None
    assert (left.earlier.is_erased, left.earlier.sha256) == (True, sha256(b"Ancre SAS"))
    assert see(engine, house, now + 3 * DAY, {"registrar": "Boussole SAS"}).change_ids == ()


@pytest.mark.parametrize("table", [ChangeRow, ChangeNote])
def test_changes_and_notes_are_never_overwritten(
    engine: Engine, house: House, now: datetime, table: type[ChangeRow | ChangeNote]
) -> None:
    change_id = registrar_changes(engine, house, now)
    say(engine, house, change_id, ChangeMark.SEEN, "", now)
    for statement in (delete(table), update(table).values(id=uuid4())):
        with (
            pytest.raises(DBAPIError, match="append-only"),
            transaction(engine, house.actor.practice_id) as session,
        ):
            session.execute(statement)


def test_the_journal_says_that_something_changed_and_who_explained_it(
    engine: Engine, house: House, now: datetime
) -> None:
    change_id = registrar_changes(engine, house, now)
    say(engine, house, change_id, ChangeMark.EXPLAINED, "Transfert demandé.", now)
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        wanted = select(JournalEntry.action).order_by(JournalEntry.sequence)
        actions = list(session.scalars(wanted))
        assert check_chain(session, house.actor).is_whole
    assert actions.count("evidence.changes_seen") == 1
    assert actions[-1] == "evidence.change_explained"


def registrar_changes(engine: Engine, house: House, now: datetime) -> UUID:
    """Let the registrar change; return the change."""
    see(engine, house, now, {"registrar": "Ancre SAS"})
    return see(engine, house, now + DAY, {"registrar": "Boussole SAS"}).change_ids[0]


def see(
    engine: Engine,
    house: House,
    at: datetime,
    facts: Mapping[str, object],
    **rest: object,
) -> RecordedSurvey:
    """Record a check of which one RDAP answer shows these facts."""
    registrant = facts.get("registrant")
    privacy = privacy_of(registrant if isinstance(registrant, Contact) else None)
    raw = str(facts.get("registrar", "")).encode()
    registration = Registration(domain=DOMAIN, **{**facts, "privacy": privacy})  # type: ignore[arg-type]
    seen = make_observation(at, source=Source.RDAP, facts=registration, raw=raw, sha256=sha256(raw))
    return record(engine, house, at, (seen,), **rest)


def record(
    engine: Engine,
    house: House,
    at: datetime,
    seen: tuple[Observation, ...],
    *,
    name: str = DOMAIN,
    verdicts: tuple = (),  # type: ignore[type-arg]
) -> RecordedSurvey:
    """Record a check."""
    verdicts = tuple(replace(each, observations=(seen[0].sha256,)) for each in verdicts)
    examination = make_examination(house, at, observations=seen, verdicts=verdicts)
    examination = replace(examination, survey=replace(examination.survey, name=name))
    with transaction(engine, house.actor.practice_id) as session:
        return record_survey(
            session, house.actor, house.domain_id, examination, unit_id=None, now=at
        )


def read(engine: Engine, house: House) -> tuple[ChangeLine, ...]:
    """Return every change, the newest first."""
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        return list_changes(session, house.actor)


def recent(engine: Engine, house: House) -> tuple[ChangeLine, ...]:
    """Return what nobody has explained."""
    with transaction(engine, house.actor.practice_id, read_only=True) as session:
        return recent_changes(session, house.actor)


def say(
    engine: Engine, house: House, change_id: UUID, mark: ChangeMark, text: str, now: datetime
) -> None:
    """Say something of a change."""
    with transaction(engine, house.actor.practice_id) as session:
        note_change(session, house.actor, change_id, NoteDraft(mark=mark, text=text), now=now)
