"""One attempt to sign in: counted first, then looked at, then forgotten or kept."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from flask import Response, after_this_request

from reversibility.accounts.errors import TooManyAttemptsError
from reversibility.accounts.sign_in_models import Method
from reversibility.accounts.throttling import (
    count_attempt,
    forget_attempt,
    gates,
    record_failure,
)
from reversibility.http.seat import services
from reversibility.kernel import clock
from reversibility.store.session import transaction
from reversibility.web.signing.origin import read_origin, remember_browser

_TOO_MANY = 429


def attempt(
    method: Method, email: str, is_good: Callable[[], bool], whose: Callable[[], UUID | None]
) -> bool:
    """Say whether an attempt is good; raises TooManyAttemptsError when it has to wait."""
    origin, now, engine = read_origin(email), clock.now(), services().engine
    counted = gates(method, email, origin)
    try:
        with transaction(engine, None) as session:
            count_attempt(session, counted, now=now)
    except TooManyAttemptsError as error:
        _answer_later(read_open_at(error), now)
        raise
    if is_good():
        with transaction(engine, None) as session:
            forget_attempt(session, counted)
        remember_browser(email)
        return True
    with transaction(engine, None) as session:
        record_failure(session, whose(), method, origin, now=now)
    return False


def read_open_at(error: TooManyAttemptsError) -> datetime:
    """Return when the next attempt is looked at."""
    return datetime.fromisoformat(error.params["open_at"])


def _answer_later(open_at: datetime, now: datetime) -> None:
    seconds = int((open_at - now).total_seconds()) + 1

    def set_status(response: Response) -> Response:
        response.status_code = _TOO_MANY
        response.headers["Retry-After"] = str(seconds)
        return response

    after_this_request(set_status)
