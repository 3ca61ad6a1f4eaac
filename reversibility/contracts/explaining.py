"""The one sentence that explains the dates of a contract, in French and English. Pure."""

from datetime import date

from reversibility.contracts.terms import Dates, Notice, Renewal, State
from reversibility.contracts.texts import label, period_text
from reversibility.kernel.dates import Locale, day


def explain(dates: Dates, locale: Locale) -> str:
    """Say what was counted, from what, to what; what contradicts itself is said after it."""
    said = label("dates", "said", locale, inner=_code(dates))
    return " ".join([said.format_map(_values(dates, locale)), *cares(dates, locale)])


def cares(dates: Dates, locale: Locale) -> list[str]:
    """Say what contradicts itself, or needs care, in a sentence each."""
    codes = [*dates.warnings, *(["month_end"] if dates.terms.to_month_end else [])]
    return [label("dates", "care", locale, inner=code) for code in codes]


def _code(dates: Dates) -> str:
    is_over, renewal = dates.state is State.OVER, dates.terms.renewal
    if dates.term is None:
        return "ended" if is_over else _endless_code(dates)
    if is_over:
        return "over" if dates.ends_by_itself else "over_unsaid"
    if renewal is Renewal.TACIT:
        return _tacit_code(dates)
    name = renewal.value if renewal else "unsaid"
    return name if dates.notice else f"{name}_plain"


def _endless_code(dates: Dates) -> str:
    if dates.terms.renewal in {Renewal.OPEN_ENDED, Renewal.TACIT} and not _lacks_term(dates):
        return "endless" if dates.out_on else "endless_plain"
    return "undated"


def _lacks_term(dates: Dates) -> bool:
    """Say whether a contract that should have a term has none to count from."""
    terms = dates.terms
    counted = terms.first_end or (terms.starts_on and terms.initial)
    return terms.renewal is Renewal.TACIT and not counted


def _tacit_code(dates: Dates) -> str:
    if dates.notice is None:
        return "tacit_plain"
    if not dates.missed:
        return "tacit"
    return "tacit_last" if dates.notice.is_past else "tacit_missed"


def _values(dates: Dates, locale: Locale) -> dict[str, str]:
    def say(value: date | None) -> str:
        return day(value, locale) if value else ""

    terms, term = dates.terms, dates.term
    values = {
        "today": say(dates.today),
        "ended": say(terms.ended_on),
        "out": say(dates.out_on),
        "missed": say(dates.missed_on),
        "notice": period_text(terms.notice, locale) if terms.notice else "",
        "reach": label("dates", "reach", locale, inner=terms.counting.value),
    }
    if term:
        values |= {"number": f"n°\u00a0{term.number}" if locale == "fr" else f"no. {term.number}"}
        values |= {"end": say(term.ends_on), "next": say(term.next_start)}
    return values | (_of_notice(dates.notice, locale) if dates.notice else {})


def _of_notice(notice: Notice, locale: Locale) -> dict[str, str]:
    return {
        "last": day(notice.last_day, locale),
        "begins": day(notice.begins_on, locale),
        "then_end": day(notice.term.ends_on, locale),
        "then_next": day(notice.term.next_start, locale),
    }
