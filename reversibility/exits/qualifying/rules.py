"""From plain answers to the case they lead to, why, and how urgent it is. Pure.

Every threshold is a mark of ours (content base, health.md E4), shown as such; every conclusion
names the answer it rests on. An answer that is missing means "I don't know", and settles nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from reversibility.catalogues.cases import Case, CaseCatalogue, Flag
from reversibility.catalogues.situations import Situation
from reversibility.kernel.workdays import count_workdays

MESSAGES_FOR_SILENCE = 2
"""With their dates and channels (content review, section 5.3)."""
SILENT_AFTER = 10
"""Working days."""
FAST_TRACK = 4
"""Points of urgency from which the first hour comes before all else."""
_DEADLINE_NEAR = timedelta(days=7)
_EXPIRY_NEAR = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message of the practice that got no answer."""

    sent_on: date
    channel: str


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What was answered; whatever is missing is not known."""

    choices: Mapping[str, str] = field(default_factory=dict)
    """By question of the catalogue."""
    last_answer_on: date | None = None
    announced_end_on: date | None = None
    last_deliverable_on: date | None = None
    deadline_on: date | None = None
    """The next professional deadline that needs this provider's service."""
    unanswered: tuple[Message, ...] = ()

    def says(self, question: str, *choices: str) -> bool:
        """Say whether one of these choices was made."""
        return self.choices.get(question) in choices

    @property
    def flags(self) -> frozenset[Flag]:
        """What the answers raise beside the case."""
        raised = {
            Flag.EXPOSED: self.says("personal_data", "exposed"),
            Flag.CUT_OFF: self.says("personal_data", "cut_off"),
            Flag.STOPPED: self.says("stopped", "mail", "service", "both"),
        }
        return frozenset(flag for flag, is_raised in raised.items() if is_raised)


@dataclass(frozen=True, kw_only=True)
class Said:
    """A sentence of the catalogue with what stands in it; days in ISO 8601."""

    id: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Qualified:
    """What the answers lead to."""

    case: Case
    also: tuple[Case, ...]
    """Other cases that apply beside the main one."""
    situation: Situation | None
    """The route of the playbooks; None while the case is open."""
    reasons: tuple[Said, ...]
    urgencies: tuple[Said, ...]
    score: int

    @property
    def is_urgent(self) -> bool:
        """Whether the first hour comes before all else."""
        return self.score >= FAST_TRACK


def qualify(
    answers: Answers,
    catalogue: CaseCatalogue,
    *,
    today: date,
    expiring: Sequence[tuple[str, date]] = (),
) -> Qualified:
    """Return the case that answers lead to; `expiring` are domain names with their last day."""
    found = {case: said for case, find in _CASES.items() if (said := find(answers, today))}
    case = next(iter(found), Case.OPEN)
    reasons = [*found.get(case, [Said(id="too_little")])]
    reasons += [said for other in found if other is not case for said in found[other]]
    if Case.SILENCE not in found:
        reasons += _why_not_silent(answers, today)
    situation, why = _route(catalogue.case(case).situation, case, answers)
    urgencies = tuple(_urgencies(answers, today, expiring))
    return Qualified(
        case=case,
        also=tuple(other for other in found if other is not case),
        situation=situation,
        reasons=(*reasons, *why),
        urgencies=urgencies,
        score=sum(catalogue.points(each.id) for each in urgencies),
    )


def silent_days(answers: Answers, today: date) -> int:
    """Return for how many working days there has been no answer, as far as is known."""
    first = min((each.sent_on for each in answers.unanswered), default=today)
    since = first if answers.last_answer_on is None else max(first, answers.last_answer_on)
    return count_workdays(since, today)


_Finder = Callable[[Answers, date], list[Said]]


def _choice(question: str, choice: str, said: str) -> _Finder:
    return lambda answers, _today: [Said(id=said)] if answers.says(question, choice) else []


def _refused(answers: Answers, _today: date) -> list[Said]:
    for choice in ("refused", "withdrawn"):
        if answers.says("handover", choice):
            return [Said(id=f"said_{choice}")]
    return []


def _announced(answers: Answers, _today: date) -> list[Said]:
    if not answers.says("announced", "yes"):
        return []
    if answers.announced_end_on is None:
        return [Said(id="said_announced")]
    return [Said(id="said_announced_end", params={"date": answers.announced_end_on.isoformat()})]


def _silent(answers: Answers, today: date) -> list[Said]:
    count, days = len(answers.unanswered), silent_days(answers, today)
    enough = count >= MESSAGES_FOR_SILENCE and days >= SILENT_AFTER
    if not enough or not answers.says("work_due", "yes"):
        return []
    params = {"count": str(count), "days": str(days)}
    if answers.last_answer_on is None:
        return [Said(id="said_silent", params=params)]
    told = params | {"date": answers.last_answer_on.isoformat()}
    return [Said(id="said_silent_since", params=told)]


def _undelivered(answers: Answers, _today: date) -> list[Said]:
    if not answers.says("invoices", "paid"):
        return []
    if answers.last_deliverable_on is None:
        return [Said(id="said_paid")]
    return [Said(id="said_paid_since", params={"date": answers.last_deliverable_on.isoformat()})]


# The first that applies is the main case: what courts and safety impose comes before the dispute.
_CASES: Mapping[Case, _Finder] = {
    Case.PROCEEDINGS: _choice("proceedings", "proceedings", "said_proceedings"),
    Case.CLOSING: _choice("proceedings", "closing", "said_closing"),
    Case.DEATH: _choice("proceedings", "death", "said_death"),
    Case.SALE: _choice("proceedings", "sale", "said_sale"),
    Case.SECURITY: _choice("security", "yes", "said_security"),
    Case.HANDOVER_REFUSED: _refused,
    Case.ANNOUNCED_STOP: _announced,
    Case.SILENCE: _silent,
    Case.PAID_UNDELIVERED: _undelivered,
    Case.UNMAINTAINED: _choice("maintenance", "missing", "said_unmaintained"),
    Case.PLANNED_END: _choice("planned", "yes", "said_planned"),
}


def _why_not_silent(answers: Answers, today: date) -> list[Said]:
    """Say what is missing before "no answer" may be said, where somebody tried to say it."""
    count = len(answers.unanswered)
    if not count:
        return []
    if count < MESSAGES_FOR_SILENCE:
        return [Said(id="messages_missing", params={"count": str(count)})]
    if not answers.says("work_due", "yes"):
        return [Said(id="nothing_due")]
    return [Said(id="too_early", params={"days": str(silent_days(answers, today))})]


def _route(
    situation: Situation | None, case: Case, answers: Answers
) -> tuple[Situation | None, list[Said]]:
    """Return the route of the playbooks: "no answer" only with two dated messages (kinds.md)."""
    count = len(answers.unanswered)
    is_unanswered = count >= MESSAGES_FOR_SILENCE
    if situation is Situation.SILENT and not is_unanswered:
        return Situation.COOPERATIVE, [Said(id="still_answers")]
    if situation is Situation.COOPERATIVE and is_unanswered and case is not Case.PLANNED_END:
        return Situation.SILENT, [Said(id="messages_unanswered", params={"count": str(count)})]
    return situation, []


def _urgencies(
    answers: Answers, today: date, expiring: Sequence[tuple[str, date]]
) -> Iterator[Said]:
    if answers.says("stopped", "service", "both"):
        yield Said(id="service_stopped")
    if answers.says("stopped", "mail", "both"):
        yield Said(id="mail_stopped")
    if answers.says("personal_data", "cut_off"):
        yield Said(id="data_cut_off")
    deadline = answers.deadline_on
    if deadline is not None and today <= deadline < today + _DEADLINE_NEAR:
        yield Said(id="deadline_near", params={"date": deadline.isoformat()})
    for name, last_day in expiring[:1]:
        if last_day < today + _EXPIRY_NEAR:
            yield Said(id="domain_near", params={"name": name, "date": last_day.isoformat()})
    if answers.says("invoices", "paid"):
        yield Said(id="money_leaving")
