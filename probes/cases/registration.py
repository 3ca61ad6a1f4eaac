"""REG: what the registry says of the registration itself: transfer lock and expiry."""

from collections.abc import Iterator

from probes.cases.finding import Finding, Seen
from probes.interface import Registration, message
from probes.judge.registered import UNLOCKED, read_lock
from probes.judge.sources import Answer, Value, hashes, values
from probes.texts import plain

_SOON_DAYS = 45
_ENDING = {"redemptionperiod", "pendingdelete"}


def lock(seen: Seen) -> Iterator[Finding]:
    """REG01: the registrar has locked the name against transfer."""
    found = values(seen.survey, read_lock)
    if _ending(seen):
        return  # A name that is being deleted has other troubles.
    if found and all(item.value == UNLOCKED for item in found):
        yield _finding(seen, "REG01_NO_LOCK", found[0].answer)


def expiry(seen: Seen) -> Iterator[Finding]:
    """REG02: the registration is paid for, and for some time yet."""
    ending = _ending(seen)
    days = values(seen.survey, lambda registration: registration.expires)
    today = seen.survey.started_at.date()
    if ending:
        yield _finding(seen, "REG02_BEING_DELETED", ending[0].answer)
    elif days and days[0].value < today:
        yield _finding(seen, "REG02_EXPIRED", days[0].answer, until=days[0].value.isoformat())
    elif days and (left := (days[0].value - today).days) <= _SOON_DAYS:
        until = days[0].value.isoformat()
        yield _finding(seen, "REG02_EXPIRES_SOON", days[0].answer, until=until, days=str(left))


def _ending(seen: Seen) -> list[Value[str]]:
    return [item for item in values(seen.survey, _ending_status) if item.value]


def _ending_status(registration: Registration) -> str:
    words = (
        status.replace(" ", "").replace("_", "").casefold() for status in registration.statuses
    )
    return next((word for word in words if word in _ENDING), "")


def _finding(seen: Seen, code: str, of: Answer, **params: str) -> Finding:
    name = plain(seen.survey.registered_name)
    rests_on = hashes([of.observation])
    return Finding(message=message(code, name=name, **params), observations=rests_on)
