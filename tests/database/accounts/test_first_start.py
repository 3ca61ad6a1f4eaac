"""The code of the first start: once, for a day, and not to be guessed."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from reversibility.accounts import first_start
from reversibility.accounts.errors import FirstStartCodeUselessError, FirstStartOverError
from reversibility.accounts.first_start import MOST_WRONG, CodeCheck
from reversibility.accounts.models import FirstStartCode
from reversibility.store.session import transaction
from tests.database.accounts.conftest import AddMember


def issue(engine: Engine, now: datetime) -> str:
    with transaction(engine, None) as session:
        code = first_start.issue_code(session, now=now)
    assert code is not None
    return code


def check(engine: Engine, code: str, now: datetime) -> CodeCheck:
    with transaction(engine, None) as session:
        return first_start.check_code(session, code, now=now)


def test_a_code_is_recognised_however_it_is_typed(engine: Engine, now: datetime) -> None:
    code = issue(engine, now)
    for typed in (code, code.lower(), f" {code.replace('-', ' ')} "):
        assert check(engine, typed, now).code_id


def test_a_code_is_used_once(engine: Engine, now: datetime) -> None:
    found = check(engine, issue(engine, now), now).code_id
    assert found is not None
    with transaction(engine, None) as session:
        first_start.use_code(session, found, now=now)
    with pytest.raises(FirstStartCodeUselessError), transaction(engine, None) as session:
        first_start.use_code(session, found, now=now)


def test_a_code_lives_a_day(engine: Engine, now: datetime) -> None:
    code, tomorrow = issue(engine, now), now + timedelta(hours=24)
    found = check(engine, code, now).code_id
    assert found is not None
    assert check(engine, code, tomorrow).code_id is None
    with pytest.raises(FirstStartCodeUselessError), transaction(engine, None) as session:
        first_start.use_code(session, found, now=tomorrow)


def test_a_new_start_makes_the_earlier_code_useless(engine: Engine, now: datetime) -> None:
    earlier = issue(engine, now)
    code = issue(engine, now)
    assert check(engine, earlier, now).code_id is None
    assert check(engine, code, now).code_id


def test_ten_wrong_codes_make_the_right_one_useless(engine: Engine, now: datetime) -> None:
    code = issue(engine, now)
    left = [check(engine, "AAAA-AAAA-AAAA", now).attempts_left for _ in range(MOST_WRONG)]
    assert left == list(range(MOST_WRONG - 1, -1, -1))
    assert check(engine, code, now) == CodeCheck(code_id=None, attempts_left=0)


def test_the_database_never_holds_the_code(engine: Engine, now: datetime) -> None:
    code = issue(engine, now)
    with transaction(engine, None, read_only=True) as session:
        row = session.scalars(select(FirstStartCode)).one()
    assert code not in {row.code_digest, str(row.id)}


def test_once_somebody_has_an_account_there_is_no_code_and_an_earlier_one_opens_nothing(
    engine: Engine, add_member: AddMember, now: datetime
) -> None:
    found = check(engine, issue(engine, now), now).code_id
    assert found is not None
    add_member("Claire")
    with transaction(engine, None) as session:
        assert first_start.issue_code(session, now=now) is None
        with pytest.raises(FirstStartOverError):
            first_start.use_code(session, found, now=now)
