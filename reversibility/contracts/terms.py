"""The dates of a contract, computed with every addend. Pure.

A term runs to its last day, inclusive; the next begins the day after. Terms are counted from the
first start, so that month ends do not drift: from 31 January by the month, the third begins on
31 March again. The last day to give notice is the day before (next start - notice): a term that
ends on 31 July 2023 with three months' notice is to be ended by 30 April 2023 at the latest.

A term that is renewed without a length of its own goes on without end (C. civ., art. 1214 and
1215); such a contract ends at any time, with the notice agreed or a reasonable one (art. 1211).
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from reversibility.kernel.period import Period
from reversibility.kernel.workdays import last_workday, next_workday

_DAY = timedelta(days=1)
POSTING_MARGIN = timedelta(days=15)
"""A registered letter is kept fifteen days at the post office before it goes back (La Poste)."""


class Renewal(StrEnum):
    """What happens at the end of a term when nobody says anything."""

    NONE = "none"
    """It ends."""
    EXPRESS = "express"
    """It ends, unless both sides agree on another term."""
    TACIT = "tacit"
    """It goes on, unless one side gave notice in time."""
    OPEN_ENDED = "open_ended"
    """It has no end; each side may end it, with its notice."""


class Counting(StrEnum):
    """Which day of a letter counts."""

    RECEIPT = "receipt"
    """The safe reading where a contract does not say."""
    SENDING = "sending"


class State(StrEnum):
    """Where a contract stands on a day."""

    UPCOMING = "upcoming"
    RUNNING = "running"
    ENDLESS = "endless"
    """Running without a term: open-ended, by agreement or since its first term."""
    OVER = "over"
    UNDATED = "undated"
    """Nobody said when it ends."""


@dataclass(frozen=True, kw_only=True)
class EarlyExit:
    """Leaving before the end of a term."""

    after: Period = field(default_factory=Period)
    """Not before this long from the first day."""
    notice: Period | None = None
    price: str = ""
    """What it costs, in the words of the contract."""


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a contract says of its dates."""

    starts_on: date | None = None
    initial: Period | None = None
    """The length of the first term."""
    first_end: date | None = None
    """The last day of the first term, where the contract names the day instead of a length."""
    renewal: Renewal | None = None
    """None while nobody has said what happens at the end."""
    renewed_for: Period | None = None
    notice: Period | None = None
    """The practice's."""
    provider_notice: Period | None = None
    counting: Counting = Counting.RECEIPT
    to_month_end: bool = False
    """Notice begins on the first day of a calendar month: `à la fin du mois`."""
    moves_to_workday: bool = False
    """The agreement moves a deadline that falls on a day off. Never the practice's own."""
    alsace_moselle: bool = False
    early_exit: EarlyExit | None = None
    ended_on: date | None = None
    """The day on which it really ended."""


@dataclass(frozen=True, kw_only=True)
class Term:
    """One term: the first is number 1."""

    number: int
    starts_on: date | None
    ends_on: date
    next_start: date


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A last day to give notice, and the days around it."""

    term: Term
    """The term at whose end the contract stops."""
    period: Period
    begins_on: date
    """The first day that the notice covers."""
    last_day: date
    workday: date
    """The last working day up to it: the practice's own day never moves later."""
    post_by: date
    """Where receipt counts: the last working day to post it with a margin."""
    days_left: int
    moved_to: date | None = None
    """Of the provider alone: the working day to which its deadline moves, where agreed."""

    @property
    def is_past(self) -> bool:
        """Whether that day has passed."""
        return self.days_left < 0


@dataclass(frozen=True, kw_only=True)
class Dates:
    """Where a contract stands on a day, and what can still be done."""

    terms: Terms
    today: date
    state: State
    term: Term | None = None
    """The term that contains today; the first before it began, the last once it is over."""
    missed_on: date | None = None
    """The last day to end the term that contains today, once it has passed."""
    notice: Notice | None = None
    """The practice's next chance; where there is none any more, the one that passed."""
    provider_notice: Notice | None = None
    out_on: date | None = None
    """Without end: the last day of the contract if notice counts today."""
    early_out_on: date | None = None
    """The earliest last day, if an early exit is asked for today."""
    warnings: tuple[str, ...] = ()
    """Codes of what contradicts itself or is missing."""

    @property
    def missed(self) -> bool:
        """Whether the last day to end the term that contains today has passed."""
        return self.missed_on is not None

    @property
    def ends_by_itself(self) -> bool:
        """Whether nobody has to say anything for the contract to end."""
        return self.terms.renewal in {Renewal.NONE, Renewal.EXPRESS}

    @property
    def ends_on(self) -> date | None:
        """The last day of the term that contains today, or of the contract once it is over."""
        return self.terms.ended_on or (self.term.ends_on if self.term else None)

    @property
    def deadline(self) -> Notice | None:
        """The day by which silence would bind the practice further; none where it would not."""
        if self.ends_by_itself or self.state is State.OVER or self.notice is None:
            return None
        return None if self.notice.is_past else self.notice


def compute(terms: Terms, *, today: date) -> Dates:
    """Return where a contract stands on a day."""
    warnings = tuple(faults_of(terms).values())
    if terms.ended_on is not None and terms.ended_on < today:
        return Dates(terms=terms, today=today, state=State.OVER, warnings=warnings)
    count = _Counter(terms)
    first = count.term(0)
    if first is None:
        return _without_end(terms, today, warnings)
    if today >= first.next_start and count.goes_on_without_end:
        return _without_end(terms, today, warnings, after=first)
    number = count.containing(today)
    term = count.term(number) or first
    dates = Dates(
        terms=terms,
        today=today,
        state=_state(terms, term, today),
        term=term,
        early_out_on=_early_out(terms, term, today),
        warnings=warnings,
        provider_notice=_chance(count, terms.provider_notice, number, today, provider=True),
    )
    return _with_notice(dates, count, number)


def faults_of(terms: Terms) -> dict[str, str]:
    """Return what contradicts itself in the terms of a contract: field -> code."""
    faults: dict[str, str] = {}
    start, end = terms.starts_on, terms.first_end
    for name, period in (("initial_term", terms.initial), ("renewal_term", terms.renewed_for)):
        if period is not None and period.is_zero:
            faults[name] = "term_of_no_length"
    if start and end and end < start:
        faults["ends_on"] = "ends_before_start"
    if start and terms.ended_on and terms.ended_on < start:
        faults["ended_on"] = "ended_before_start"
    first = None if faults else _Counter(terms).term(0)
    for name, notice in (("notice", terms.notice), ("provider_notice", terms.provider_notice)):
        if first and start and notice and notice.before(first.next_start) < start:
            faults[name] = "notice_longer_than_term"
    return faults


class _Counter:
    """Counts terms from the first start."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        start, initial, end = terms.starts_on, terms.initial, terms.first_end
        self.second: date | None = None
        """The first day of the second term."""
        if end is not None:
            self.second = end + _DAY
        elif start is not None and initial is not None and not initial.is_zero:
            self.second = initial.after(start)
        if terms.renewal is Renewal.OPEN_ENDED:
            self.second = None

    @property
    def goes_on_without_end(self) -> bool:
        """Whether what follows the first term has no end."""
        return self.terms.renewal is Renewal.TACIT and self._renewed_for is None

    @property
    def _renewed_for(self) -> Period | None:
        found = self.terms.renewed_for
        return None if found is None or found.is_zero else found

    @property
    def shortest(self) -> int:
        """How many days each later term has at least: its months of 28 days, and its days."""
        again = self._renewed_for or Period(days=1)
        return again.months * 28 + again.days

    def start(self, number: int) -> date:
        """Return the first day of a term after the first: its number is 1 or more."""
        terms, times, again = self.terms, number - 1, self._renewed_for or Period()
        if self.second is None:
            raise ValueError("a contract without a term has no second one")
        if terms.first_end is None and terms.starts_on is not None and terms.initial is not None:
            return (terms.initial + again * times).after(terms.starts_on)
        return (again * times).after(self.second)

    def term(self, number: int) -> Term | None:
        """Return a term, counted from 0; None for a contract without any."""
        if self.second is None:
            return None
        begins = self.start(number) if number else self.terms.starts_on
        follows = self.start(number + 1)
        return Term(number=number + 1, starts_on=begins, ends_on=follows - _DAY, next_start=follows)

    def containing(self, day: date) -> int:
        """Return which term a day falls in; the first before it, and for what is not renewed."""
        again = self._renewed_for
        if self.second is None or again is None or self.terms.renewal is not Renewal.TACIT:
            return 0
        if day < self.second:
            return 0
        most = (day - self.second).days // self.shortest + 2
        return bisect_right(range(1, most + 1), day, key=self.start)

    def can_end_after(self, number: int) -> bool:
        """Whether there is a term of this number at whose end one can leave."""
        if number == 0:
            return True
        return self.terms.renewal is Renewal.TACIT and self._renewed_for is not None


def _with_notice(dates: Dates, count: _Counter, number: int) -> Dates:
    terms, today = dates.terms, dates.today
    here = _notice(count.term(number), terms.notice, terms, today)
    if here is None:
        return dates
    chance = _chance(count, terms.notice, number, today, provider=False)
    missed_on = here.last_day if here.is_past else None
    return replace(dates, missed_on=missed_on, notice=chance or here)


def _chance(
    count: _Counter, period: Period | None, number: int, today: date, *, provider: bool
) -> Notice | None:
    """Return the next day by which to give notice, from the term that contains today on."""

    def of_term(term_number: int) -> Notice | None:
        return _notice(count.term(term_number), period, count.terms, today, provider=provider)

    def last_day(term_number: int) -> date:
        found = of_term(term_number)
        return found.last_day if found else date.max

    here = of_term(number)
    if here is None or not here.is_past:
        return here
    if not count.can_end_after(number + 1):
        return None
    # These days follow each other as the terms do, but for the ends of months.
    later = range(number + 1, number + 6 + -here.days_left // count.shortest)
    return of_term(later.start + bisect_left(later, today, key=last_day))


def _notice(
    term: Term | None,
    period: Period | None,
    terms: Terms,
    today: date,
    *,
    provider: bool = False,
) -> Notice | None:
    if term is None or period is None:
        return None
    begins_on = period.before(term.next_start)
    if terms.to_month_end:
        begins_on = begins_on.replace(day=1)
    last_day = begins_on - _DAY
    margin = POSTING_MARGIN if terms.counting is Counting.RECEIPT else timedelta()
    moves = provider and terms.moves_to_workday
    return Notice(
        term=term,
        period=period,
        begins_on=begins_on,
        last_day=last_day,
        workday=last_workday(last_day, alsace_moselle=terms.alsace_moselle),
        post_by=last_workday(last_day - margin, alsace_moselle=terms.alsace_moselle),
        days_left=(last_day - today).days,
        moved_to=next_workday(last_day, alsace_moselle=terms.alsace_moselle) if moves else None,
    )


def _without_end(
    terms: Terms, today: date, warnings: tuple[str, ...], after: Term | None = None
) -> Dates:
    is_endless = terms.renewal is Renewal.OPEN_ENDED or after is not None
    out = end_after(terms, terms.notice, today) if is_endless and terms.notice else None
    if out and terms.initial and terms.starts_on and terms.renewal is Renewal.OPEN_ENDED:
        out = max(out, terms.initial.after(terms.starts_on) - _DAY)  # it is kept for that long
    started = terms.starts_on is None or terms.starts_on <= today
    state = State.ENDLESS if is_endless else State.UNDATED
    return Dates(
        terms=terms,
        today=today,
        state=state if started else State.UPCOMING,
        out_on=out,
        warnings=warnings,
    )


def end_after(terms: Terms, notice: Period, given_on: date) -> date:
    """Return the last day of a contract without end, once notice counts on a day."""
    last = notice.after(given_on + _DAY) - _DAY
    if terms.to_month_end:
        last = Period(months=1).after(last.replace(day=1)) - _DAY
    return last


def _early_out(terms: Terms, term: Term, today: date) -> date | None:
    early = terms.early_exit
    if early is None or today > term.ends_on:
        return None
    asked = (early.notice or Period()).after(today + _DAY) - _DAY
    earliest = early.after.after(terms.starts_on) - _DAY if terms.starts_on else asked
    out = max(asked, earliest)
    return out if out < term.ends_on else None


def _state(terms: Terms, term: Term, today: date) -> State:
    if terms.starts_on and today < terms.starts_on:
        return State.UPCOMING
    return State.OVER if today > term.ends_on else State.RUNNING
