"""What is looked at before a letter becomes final: each guard a sentence and its source.

What blocks must be mended; what warns must have been read. The guards that a letter has stand in
its catalogue file.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from exports.typesetting.clean import loses_a_character
from reversibility.catalogues.letters import BlockKind, GuardKind, letters
from reversibility.exits.drafting.citing import cited_in, numbered
from reversibility.exits.drafting.ending import follows_form, required_form
from reversibility.exits.drafting.filling import Filler, field_label, plain, split_lines
from reversibility.exits.drafting.gathering import LetterMaterial
from reversibility.exits.drafting.known import AMICABLE, letter_values
from reversibility.exits.drafting.pace import MOST_A_WEEK, sent_this_week, to_provider
from reversibility.exits.drafting.tone import tone_faults
from reversibility.exits.drafting.words import channel_name, say, source
from reversibility.exits.letters.writing import Writing
from reversibility.kernel.amounts import euros
from reversibility.kernel.dates import Locale, day

INSOLVENCY_LETTER = "L11"
_FORBIDDEN_IN_INSOLVENCY = ("L4", "L6", "L7")
_HELD_BY_UNPAID = ("L4", "L6")
_LONGEST_BANNER = 120
_LONGEST_SHOWN = 60
_EXHIBIT = re.compile(r"\b(pi[èe]ces?|exhibits?)\b", re.IGNORECASE)


class Level(StrEnum):
    """How far a guard goes."""

    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True, kw_only=True)
class Guard:
    """One thing that stands against a letter, or that must be known before it."""

    code: str
    level: Level
    sentence: str
    source: str
    instead: str = ""
    """The letter to write instead; empty for none."""


@dataclass(frozen=True, kw_only=True)
class _Looked:
    """What the guards look at; they speak in the language of whoever reads."""

    material: LetterMaterial
    writing: Writing
    locale: Locale
    values: Mapping[str, str]

    def block(self, code: str, *, instead: str = "", **params: object) -> Guard:
        return self._guard(code, Level.BLOCK, instead, params)

    def warn(self, code: str, *, instead: str = "", **params: object) -> Guard:
        return self._guard(code, Level.WARN, instead, params)

    @property
    def provider(self) -> str:
        return self.material.provider.name

    def _guard(self, code: str, level: Level, instead: str, params: Mapping[str, object]) -> Guard:
        return Guard(
            code=code,
            level=level,
            sentence=say(f"guards.{code}", self.locale, **params),
            source=source(f"guards.{code}", self.locale),
            instead=instead,
        )


def check_guards(material: LetterMaterial, writing: Writing, locale: Locale) -> tuple[Guard, ...]:
    """Return what stands against a letter; what blocks comes first."""
    looked = _Looked(
        material=material,
        writing=writing,
        locale=locale,
        values=letter_values(material, writing),
    )
    checks = (*(_CHECKS[kind] for kind in writing.letter.guards), _unprintable)
    found = [guard for check in checks for guard in check(looked)]
    return tuple(sorted(found, key=lambda guard: guard.level is not Level.BLOCK))


def _insolvency(looked: _Looked) -> Iterator[Guard]:
    if looked.material.is_insolvent:
        is_forbidden = looked.writing.kind in _FORBIDDEN_IN_INSOLVENCY
        make = looked.block if is_forbidden else looked.warn
        code = "insolvency_block" if is_forbidden else "insolvency_warn"
        yield make(code, instead=INSOLVENCY_LETTER, provider=looked.provider)


def _insolvency_needed(looked: _Looked) -> Iterator[Guard]:
    if not looked.material.is_insolvent:
        yield looked.warn("insolvency_needed", provider=looked.provider)


def _unpaid(looked: _Looked) -> Iterator[Guard]:
    account = looked.material.account
    if not account.charges:
        yield looked.warn("unpaid_unknown")
    elif account.overdue:
        invoices = ", ".join(
            f"{line.reference or line.label} ({euros(line.result.unpaid, looked.locale)})"
            for line in account.overdue
        )
        is_held = looked.writing.kind in _HELD_BY_UNPAID
        make = looked.block if is_held else looked.warn
        yield make("unpaid_block" if is_held else "unpaid_warn", invoices=invoices)


def _order_first(looked: _Looked) -> Iterator[Guard]:
    first = looked.material.last_sent("L1")
    if first is None or first.computation is None:
        yield looked.block("order_first", instead="L1")
    elif not first.computation.is_past and first.answered_on is None:
        yield looked.warn("order_early", day=day(first.computation.last_day, looked.locale))


def _order_amicable(looked: _Looked) -> Iterator[Guard]:
    if looked.material.last_sent(*AMICABLE) is None and not looked.values.get("urgency"):
        yield looked.block("order_amicable", instead="L1")


def _order_notice(looked: _Looked) -> Iterator[Guard]:
    if looked.values.get("urgency"):
        yield looked.warn("order_urgent")
        return
    notice = looked.material.last_sent("L4")
    if notice is None or notice.computation is None:
        yield looked.block("order_notice", instead="L4")
    elif not notice.computation.is_past:
        last = day(notice.computation.last_day, looked.locale)
        yield looked.block("order_running", day=last)


def _sender(looked: _Looked) -> Iterator[Guard]:
    material = looked.material
    if not material.is_of_practice:
        yield looked.block("sender_outside", account=material.account_name)
    if looked.values.get("signer_name") and looked.values["signer_name"] not in material.signers:
        yield looked.block("sender_signer")


def _tone(looked: _Looked) -> Iterator[Guard]:
    writing = looked.writing
    for fault in tone_faults(writing.kind, writing.values):
        name = field_label(writing.letter, letters(), fault.field, looked.locale)
        yield looked.block("tone", word=fault.word, field=name, say=fault.say.in_(looked.locale))


def _frequency(looked: _Looked) -> Iterator[Guard]:
    material, today = looked.material, looked.material.today
    recent = sent_this_week(material.earlier, material.asked_on, today=today)
    if recent >= MOST_A_WEEK:
        yield looked.warn("frequency", count=recent)
    others = {line.sent_by for line in to_provider(material.earlier) if line.sent_on == today}
    if others - {looked.writing.channel}:
        yield looked.warn("frequency_same_day")


def _evidence(looked: _Looked) -> Iterator[Guard]:
    bare = [
        line for line in split_lines(looked.values.get("facts", "")) if not _EXHIBIT.search(line)
    ]
    if bare:
        yield looked.warn("evidence", line=bare[0])


def _exhibits(looked: _Looked) -> Iterator[Guard]:
    known = len(looked.material.exhibits)
    unknown = [number for number in cited_in(looked.writing) if not 0 < number <= known]
    if unknown:
        yield looked.warn(
            "exhibits",
            cited=numbered(unknown[:1], looked.locale).strip("()"),
            known=known,
        )


def _form(looked: _Looked) -> Iterator[Guard]:
    agreed = looked.material.contract.agreed
    if not follows_form(agreed.notice_form, looked.writing.channel):
        channel = channel_name(looked.writing.channel, looked.locale)
        yield looked.warn("form", form=required_form(agreed, looked.locale), channel=channel)


def _unprintable(looked: _Looked) -> Iterator[Guard]:
    """Name the first text that the fonts cannot show, whoever wrote it."""
    lost = next((text for text in looked.values.values() if loses_a_character(text)), "")
    if lost:
        shown = lost if len(lost) <= _LONGEST_SHOWN else lost[:_LONGEST_SHOWN] + "…"
        yield looked.warn("unprintable", text=shown)


def _lease(looked: _Looked) -> Iterator[Guard]:
    if looked.values.get("lease") == "yes":
        yield looked.block("lease")


def _short(looked: _Looked) -> Iterator[Guard]:
    rule = looked.writing.letter.deadline
    least = rule.needs_reason_below if rule else 0
    days = looked.writing.days or (rule.days if rule else 0)
    if days < least and not looked.values.get("urgency"):
        yield looked.block("short", least=least)


def _processor(looked: _Looked) -> Iterator[Guard]:
    if looked.values.get("role") not in {"", "processor"}:
        yield looked.block("processor")


def _amount(looked: _Looked) -> Iterator[Guard]:
    if not looked.values.get("amount_claimed"):
        yield looked.block("amount")


def _banner(looked: _Looked) -> Iterator[Guard]:
    writing = looked.writing
    filler = Filler(
        letter=writing.letter, catalogue=letters(), locale=writing.locale, values=looked.values
    )
    banner = next(each for each in filler.blocks() if each.kind is BlockKind.PARAGRAPH)
    count = len(plain(banner.text))
    if count > _LONGEST_BANNER:
        yield looked.block("banner", count=count)
    if looked.values.get("data_at_risk") == "yes":
        yield looked.warn("data_at_risk")


def _third_party(looked: _Looked) -> Iterator[Guard]:
    typed = " ".join(looked.writing.values.values()).casefold()
    if looked.provider.casefold() in typed:
        yield looked.block("third_party", provider=looked.provider)


_CHECKS: Mapping[GuardKind, Callable[[_Looked], Iterator[Guard]]] = {
    GuardKind.INSOLVENCY: _insolvency,
    GuardKind.INSOLVENCY_NEEDED: _insolvency_needed,
    GuardKind.UNPAID: _unpaid,
    GuardKind.ORDER_FIRST: _order_first,
    GuardKind.ORDER_AMICABLE: _order_amicable,
    GuardKind.ORDER_NOTICE: _order_notice,
    GuardKind.SENDER: _sender,
    GuardKind.TONE: _tone,
    GuardKind.FREQUENCY: _frequency,
    GuardKind.EVIDENCE: _evidence,
    GuardKind.EXHIBITS: _exhibits,
    GuardKind.FORM: _form,
    GuardKind.LEASE: _lease,
    GuardKind.SHORT: _short,
    GuardKind.PROCESSOR: _processor,
    GuardKind.AMOUNT: _amount,
    GuardKind.BANNER: _banner,
    GuardKind.THIRD_PARTY: _third_party,
}
