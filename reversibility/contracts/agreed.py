"""What a contract says of its dates, its notice and its price, as somebody declared it. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from reversibility.contracts.terms import Counting, EarlyExit, Renewal, Terms, faults_of
from reversibility.kernel.dates import is_plausible
from reversibility.kernel.period import Period

HIGHEST_PRICE = 100_000_000_00
"""In cents: more is a typing error."""


class MayEnd(StrEnum):
    """Who may end the contract, or refuse its renewal."""

    BOTH = "both"
    PRACTICE = "practice"
    PROVIDER = "provider"


class NoticeForm(StrEnum):
    """How notice is to be given."""

    REGISTERED = "registered"
    """Registered letter with proof of receipt (LRAR)."""
    ELECTRONIC = "electronic"
    """Qualified electronic registered letter (LRE)."""
    EITHER_REGISTERED = "either_registered"
    LETTER = "letter"
    EMAIL = "email"
    PORTAL = "portal"
    """A form of the provider's site."""
    FREE = "free"
    """The contract asks for no form."""


class Obligation(StrEnum):
    """What the provider is bound to."""

    MEANS = "means"
    RESULT = "result"
    MIXED = "mixed"
    """One or the other, by service."""


class PriceEvery(StrEnum):
    """How often the price is due."""

    ONCE = "once"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """What a contract says; None where nobody has said, or it says nothing."""

    starts_on: date | None = None
    ends_on: date | None = None
    """The last day of the first term, where it is named."""
    initial_term: Period | None = None
    renewal: Renewal | None = None
    renewal_term: Period | None = None
    notice: Period | None = None
    provider_notice: Period | None = None
    counting: Counting | None = None
    to_month_end: bool = False
    moves_to_workday: bool = False
    alsace_moselle: bool = False
    early_after: Period | None = None
    early_notice: Period | None = None
    early_price: str = ""
    may_end: MayEnd | None = None
    notice_form: NoticeForm | None = None
    notice_address: str = ""
    obligation: Obligation | None = None
    price_cents: int | None = None
    """Without VAT."""
    price_every: PriceEvery | None = None
    ended_on: date | None = None

    @classmethod
    def read(cls, source: object) -> Self:
        """Take these values from a row or a draft that has them by the same names."""
        return cls(**{name: getattr(source, name) for name in AGREED})

    def terms(self) -> Terms:
        """Return what the dates are computed from."""
        has_early = self.early_after is not None or self.early_notice is not None
        early = EarlyExit(
            after=self.early_after or Period(), notice=self.early_notice, price=self.early_price
        )
        return Terms(
            starts_on=self.starts_on,
            initial=self.initial_term,
            first_end=self.ends_on,
            renewal=self.renewal,
            renewed_for=self.renewal_term,
            notice=self.notice,
            provider_notice=self.provider_notice,
            counting=self.counting or Counting.RECEIPT,
            to_month_end=self.to_month_end,
            moves_to_workday=self.moves_to_workday,
            alsace_moselle=self.alsace_moselle,
            early_exit=early if has_early or self.early_price else None,
            ended_on=self.ended_on,
        )

    @property
    def final_end(self) -> date | None:
        """The day after which nothing runs any more; None while it may have been renewed."""
        if self.ended_on is not None:
            return self.ended_on
        if self.renewal in {Renewal.TACIT, Renewal.OPEN_ENDED}:
            return None
        if self.ends_on is None and self.starts_on and self.initial_term:
            return self.initial_term.after(self.starts_on) - timedelta(days=1)
        return self.ends_on

    def faults(self) -> dict[str, str]:
        """Return what contradicts itself: field -> code."""
        days = {name: getattr(self, name) for name in ("starts_on", "ends_on", "ended_on")}
        wild = {name: "year" for name, day in days.items() if day and not is_plausible(day)}
        faults = wild or faults_of(self.terms())
        if not faults and self.starts_on and self.ends_on and self.initial_term:
            follows = self.initial_term.after(self.starts_on)
            if (follows - self.ends_on).days != 1:
                faults["ends_on"] = "term_and_end_differ"
        if self.price_cents is not None and not 0 <= self.price_cents <= HIGHEST_PRICE:
            faults["price_cents"] = "price_out_of_range"
        return faults


AGREED = tuple(Agreed.__dataclass_fields__)
"""The names of the values, alike in rows, drafts and practice files."""
