"""A letter with its values becomes what is printed: parts, annexes, correspondents."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime

from exports.dossier import Language
from exports.letter import Annex, Correspondent, Letter, Part, PartKind, Span
from reversibility.catalogues.letters import Audience, BlockKind, letters
from reversibility.catalogues.models import AssetKind, NormalFor, RoleLevel, Text
from reversibility.contracts.money.queries import ChargeLine
from reversibility.exits.drafting.citing import cited_in
from reversibility.exits.drafting.filling import (
    FilledBlock,
    Filler,
    Line,
    enclosed,
    missing_fields,
    plain,
    split_lines,
)
from reversibility.exits.drafting.gathering import Covered, LetterMaterial
from reversibility.exits.drafting.known import (
    letter_values,
    printed_deadline,
    urgent_day,
)
from reversibility.exits.drafting.words import cells, say
from reversibility.exits.letters.writing import Writing
from reversibility.kernel.amounts import euros
from reversibility.kernel.dates import Locale, day
from reversibility.kernel.digest import canonical_json, sha256
from reversibility.kernel.text import slug

PrintedLetter = Letter
"""A letter as it is printed; pages show it as it will be."""
_VITAL = 4
_MOST_DEMANDS = 3
_OPTIONAL = ("earlier_dates", "earlier_answered")
_PARTS = {
    BlockKind.PARAGRAPH: PartKind.PARAGRAPH,
    BlockKind.HEADING: PartKind.HEADING,
    BlockKind.ITEMS: PartKind.ITEMS,
    BlockKind.NUMBERED: PartKind.NUMBERED,
}
_SIGNED_TWICE = Audience.SUCCESSOR
_OF_THE_CONTRACT = {Audience.PROVIDER, Audience.INSOLVENCY}


def build_letter(material: LetterMaterial, writing: Writing, *, is_draft: bool) -> Letter:
    """Write a letter in its language."""
    return _Printer(material, writing).letter(is_draft=is_draft)


def build_translation(material: LetterMaterial, writing: Writing, *, is_draft: bool) -> Letter:
    """Write a letter in the other language, for reading; it says of itself that it is not sent."""
    other = replace(writing, locale=_OTHER[writing.locale])
    told = say("words.courtesy", other.locale, date=day(writing.planned_on, other.locale))
    return replace(build_letter(material, other, is_draft=is_draft), courtesy=told)


_OTHER: Mapping[Locale, Locale] = {"fr": "en", "en": "fr"}


def missing(material: LetterMaterial, writing: Writing) -> tuple[str, ...]:
    """Return the fields that are missing before a letter may become final."""
    values = letter_values(material, writing)
    recipient = _RECIPIENTS.get(writing.letter.audience, ())
    found = missing_fields(writing.letter, values, _OPTIONAL)
    needed = ("practice_name", "practice_address", "practice_city", *recipient)
    signed = ("signer_name",) if writing.letter.audience is not Audience.CLIENTS else ()
    others = (name for name in (*needed, *signed) if not values.get(name))
    return tuple(dict.fromkeys([*found, *others]))


def said_digest(letter: Letter) -> str:
    """Return the digest of what a letter says, whenever it is made."""
    said = asdict(letter)
    said.pop("made_at")
    said.pop("is_draft")
    return sha256(canonical_json(_plain(said)))


def file_name(material: LetterMaterial, writing: Writing, ending: str) -> str:
    """Return the file name of the trade: `2026-12-01-mise-en-demeure-studio-exemple-web.pdf`."""
    what = say(f"files.{writing.kind}", writing.locale)
    whom = slug(material.provider.name, longest=40)
    return f"{writing.planned_on.isoformat()}-{what}-{whom}.{ending}"


def translation_name(material: LetterMaterial, writing: Writing) -> str:
    """Return the file name of a translation, in its language."""
    other = replace(writing, locale=_OTHER[writing.locale])
    name = file_name(material, other, "pdf").removesuffix(".pdf")
    return f"{name}-{say('files.translation', other.locale)}.pdf"


_RECIPIENTS: Mapping[Audience, tuple[str, str]] = {
    Audience.PROVIDER: ("provider_name", "provider_address"),
    Audience.SUCCESSOR: ("successor_name", "successor_address"),
    Audience.PLATFORM: ("platform_name", "platform_address"),
    Audience.INSOLVENCY: ("addressee_name", "addressee_address"),
}


class _Printer:
    def __init__(self, material: LetterMaterial, writing: Writing) -> None:
        self._material, self._writing = material, writing
        self._locale: Locale = writing.locale
        self._values = letter_values(material, writing)
        self._fill = Filler(
            letter=writing.letter,
            catalogue=letters(),
            locale=writing.locale,
            values=self._values,
        )

    def letter(self, *, is_draft: bool) -> Letter:
        blocks, catalogue = self._fill.blocks(), self._writing.letter
        annexes = tuple(annex for block in blocks for annex in self._annex(block))
        return Letter(
            language=Language(self._locale),
            title=plain(self._fill.line(catalogue.subject)),
            is_draft=is_draft,
            sender=self._sender(),
            recipient=self._recipient(),
            dated=self._dated(),
            channel=self._channel(),
            reference=self._reference(),
            subject=self._fill.line(catalogue.subject),
            parts=tuple(part for block in blocks for part in self._part(block)),
            signer=self._named("signer_name"),
            capacity=self._named("signer_capacity") if self._values["signer_capacity"] else (),
            enclosures=tuple(self._enclosures(annexes)),
            annexes=annexes,
            made_at=self._material.made_at,
            countersigned=say("words.successor", self._locale)
            if catalogue.audience is _SIGNED_TWICE
            else "",
        )

    def _reference(self) -> str:
        is_theirs = self._writing.letter.audience in _OF_THE_CONTRACT
        return self._material.contract.reference if is_theirs else ""

    def _sender(self) -> Correspondent:
        siren = self._values["practice_siren"]
        lines = [self._named("practice_address")]
        if siren:
            lines.append((Span(text=say("words.siren", self._locale, number=siren)),))
        practice = self._material.practice
        reached = " · ".join([*practice.phones[:1], *practice.emails[:1]])
        if reached:
            lines.append((Span(text=reached),))
        return Correspondent(name=self._named("practice_name"), lines=tuple(lines))

    def _recipient(self) -> Correspondent | None:
        names = _RECIPIENTS.get(self._writing.letter.audience)
        if names is None:
            return None
        where = self._values.get(names[1], "")
        lines = tuple((Span(text=part.strip()),) for part in where.rsplit(",", 1) if part.strip())
        return Correspondent(name=self._named(names[0]), lines=lines or (self._named(names[1]),))

    def _dated(self) -> Line:
        city, date_text = self._named("practice_city"), self._values["letter_date"]
        before, _, after = say("words.dated", self._locale, city="|", date=date_text).partition("|")
        return (*((Span(text=before),) if before else ()), *city, Span(text=after))

    def _channel(self) -> str:
        if self._writing.letter.audience is Audience.CLIENTS:
            return ""
        return say(f"sent_by.{self._writing.channel.value}", self._locale)

    def _enclosures(self, annexes: tuple[Annex, ...]) -> Iterator[Line]:
        """Name what goes with the letter: what its file says, the exhibits it quotes, annexes."""
        for each in enclosed(self._writing.letter, self._values):
            yield self._fill.line(each)
        for number in cited_in(self._writing):
            yield (Span(text=self._exhibit(number)),)
        for number, annex in enumerate(annexes, start=1):
            title = say("words.annex", self._locale, number=number, title=annex.title)
            yield (Span(text=title),)

    def _exhibit(self, number: int) -> str:
        paper = self._material.exhibit(number)
        if paper is None:
            return say("words.exhibit", self._locale, number=number)
        return say(
            "words.exhibit_titled",
            self._locale,
            number=number,
            title=paper.title,
            date=day(paper.dated_on, self._locale),
        )

    def _named(self, name: str) -> Line:
        return self._fill.line(Text(fr=f"[[{name}]]", en=f"[[{name}]]"))

    def _part(self, block: FilledBlock) -> Iterator[Part]:
        if block.kind is BlockKind.GRANTED:
            rows = [
                tuple(cell.strip() for cell in line.split(";"))
                for line in split_lines(self._values.get("granted", ""))
            ]
            yield Part(
                kind=PartKind.TABLE,
                text=block.text,
                header=cells("tables.granted", self._locale),
                rows=tuple((*row, "", "", "", "")[:4] for row in rows),
            )
        elif block.kind in _PARTS:
            yield Part(kind=_PARTS[block.kind], text=block.text, items=block.items)

    def _annex(self, block: FilledBlock) -> Iterator[Annex]:
        make = {
            BlockKind.ACCESSES: self._accesses,
            BlockKind.HELD: self._held,
            BlockKind.MONEY: self._money,
            BlockKind.RECEIPT: self._receipt,
        }.get(block.kind)
        if make is not None:
            yield make(plain(block.text))

    def _accesses(self, title: str) -> Annex:
        rows = tuple(self._access(each) for each in self._material.covered)
        return Annex(
            title=title,
            header=cells("tables.accesses", self._locale),
            rows=rows,
            widths=(4, 4, 8, 4),
        )

    def _access(self, covered: Covered) -> tuple[str, ...]:
        asset, kind, locale = covered.asset, covered.kind, self._locale
        holder = asset.holder.name if asset.holder else say("words.unknown_holder", locale)
        last = self._handed_over_by(is_vital=asset.importance >= _VITAL)
        return (
            say("words.named", locale, name=asset.name, kind=kind.short.in_(locale)),
            say("words.holder_and_role", locale, holder=holder, role=self._role(kind)),
            "\n".join(each.in_(locale) for each in kind.demand[:_MOST_DEMANDS]),
            say(
                "words.until_and_proof",
                locale,
                date=day(last, locale) if last else say("words.undeclared", locale),
                proof=say("words.proof", locale),
            ),
        )

    def _handed_over_by(self, *, is_vital: bool) -> date | None:
        end = self._writing.values.get("end_date", "")
        if end:
            # The contract runs until then: its time to answer is for the acknowledgement.
            return date.fromisoformat(end)
        return urgent_day(self._writing) if is_vital else printed_deadline(self._writing)

    def _role(self, kind: AssetKind) -> str:
        wanted = [
            role
            for role in kind.roles
            if role.level is RoleLevel.ADMIN and role.normal_for is not NormalFor.PROVIDER
        ]
        found = (wanted or list(kind.roles))[:1]
        return found[0].name.in_(self._locale) if found else say("words.undeclared", self._locale)

    def _held(self, title: str) -> Annex:
        return Annex(
            title=title,
            header=cells("tables.held", self._locale),
            rows=tuple(self._held_row(each) for each in self._material.covered),
        )

    def _held_row(self, covered: Covered) -> tuple[str, ...]:
        asset = covered.asset
        holder = asset.holder.name if asset.holder else say("words.unknown_holder", self._locale)
        kind = covered.kind.short.in_(self._locale)
        return asset.name, kind, holder, covered.identifier

    def _receipt(self, title: str) -> Annex:
        rows = tuple((each.asset.name, each.identifier, "", "") for each in self._material.covered)
        return Annex(
            title=title,
            intro=say(
                "words.receipt_intro",
                self._locale,
                contract=self._values["contract_named"],
                practice=self._values["practice_name"],
                provider=self._values["provider_name"],
            ),
            header=cells("tables.receipt", self._locale),
            rows=rows,
            signatures=cells("words.both", self._locale),
        )

    def _money(self, title: str) -> Annex:
        account, locale = self._material.account, self._locale
        totals = account.totals
        sums = (totals.paid, totals.accepted, totals.refundable)
        return Annex(
            title=title,
            intro=say("words.money_intro", locale),
            header=cells("tables.money", locale),
            rows=tuple(self._charge(line) for line in account.charges),
            total=(say("words.total", locale), "", *(euros(each, locale) for each in sums)),
            widths=(5, 4, 3, 3, 3),
            sums_from=2,
        )

    def _charge(self, line: ChargeLine) -> tuple[str, ...]:
        locale, result = self._locale, line.result
        label = line.label
        if result.days:
            counted = {"served": result.served, "days": result.days}
            label = say("words.pro_rata", locale, label=label, **counted)
        invoiced = day(line.facts.invoiced_on, locale)
        sums = (line.facts.paid, result.accepted, result.refundable)
        return (
            label,
            say("words.invoice", locale, reference=line.reference or "-", date=invoiced),
            *(euros(each, locale) for each in sums),
        )


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date | datetime) else value
