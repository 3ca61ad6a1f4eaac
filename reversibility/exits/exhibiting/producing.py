"""Print the list of exhibits of a chronology, bind their pages behind it, and pack both."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from exports.dossier import Language
from exports.errors import ExhibitsError
from exports.exhibits import (
    Exhibit,
    ExhibitList,
    Line,
    Remark,
    Sheets,
    Unlaid,
    lay_out,
    render_bundle,
    render_list,
)
from exports.pack import Label, PackKind, build
from reversibility.catalogues.professions import Profession, profession_of
from reversibility.contracts.event_queries import EventLine, RemarkLine
from reversibility.contracts.texts import event_kind, paper_kind
from reversibility.exits.chronology.queries import LetterStep, Moment
from reversibility.exits.errors import BundleNotMadeError
from reversibility.exits.exhibiting.gathering import ExhibitMaterial
from reversibility.exits.exhibiting.numbering import Numbered, number_exhibits
from reversibility.exits.words import Words
from reversibility.kernel import dates
from reversibility.kernel.dates import Locale

PACK = "exhibit-pack.zip"
_AT_ONCE = 2


class Form(StrEnum):
    """In which form the exhibits are taken away."""

    PACK = "pack"
    """The bundle, and every file as it was filed."""
    BUNDLE = "bundle"
    """The list, and the stamped pages of every exhibit behind it."""
    LIST = "list"


@dataclass(frozen=True, kw_only=True)
class Produced:
    """A file that leaves."""

    filename: str
    media_type: str
    content: bytes


def produce_exhibits(
    material: ExhibitMaterial, form: Form, locale: Locale, *, time_zone: str
) -> Produced:
    """Print, bind or pack the exhibits in a language; takes about a second for each of them.

    Raises BundleNotMadeError when they need more than one document may take.
    """
    numbered = number_exhibits(material)
    told = _told(material, numbered, locale, time_zone=time_zone)
    sheets = _lay(numbered, Language(locale))
    try:
        if form is Form.LIST:
            return _pdf(f"exhibit-list-{locale}.pdf", render_list(told, sheets))
        bundle = _pdf(f"exhibits-{locale}.pdf", render_bundle(told, sheets))
    except ExhibitsError as error:
        raise BundleNotMadeError from error
    return bundle if form is Form.BUNDLE else _packed(material, numbered, bundle)


def _pdf(filename: str, content: bytes) -> Produced:
    return Produced(filename=filename, media_type="application/pdf", content=content)


def _packed(
    material: ExhibitMaterial, numbered: Mapping[UUID, Numbered], bundle: Produced
) -> Produced:
    files = {f"data/{bundle.filename}": bundle.content}
    files |= {each.path: each.content for each in numbered.values() if each.content}
    label = Label(
        practice=material.practice,
        provider=material.chronology.contract.provider.name,
        made_at=material.made_at,
        kind=PackKind.EXHIBITS,
    )
    content = build(files, label)
    return Produced(filename=PACK, media_type="application/zip", content=content)


def _lay(numbered: Mapping[UUID, Numbered], language: Language) -> dict[str, Sheets]:
    """Lay every exhibit on sheets, each in a child process with limits, two at once."""

    def lay(each: Numbered) -> Sheets:
        if each.content is None:
            return Sheets(reason=Unlaid.LEFT_OUT)
        return lay_out(each.content, each.piece.media_type, language)

    with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
        laid = pool.map(lay, numbered.values())
        return {each.number: sheets for each, sheets in zip(numbered.values(), laid, strict=True)}


def _told(
    material: ExhibitMaterial,
    numbered: Mapping[UUID, Numbered],
    locale: Locale,
    *,
    time_zone: str,
) -> ExhibitList:
    write = _Writer(numbered=numbered, words=Words(locale=locale), time_zone=time_zone)
    chronology = material.chronology
    return ExhibitList(
        language=Language(locale),
        practice=material.practice,
        provider=chronology.contract.provider.name,
        contract=chronology.contract.title,
        is_health=profession_of(material.activity) is Profession.DOCTOR,
        made_at=material.made_at,
        lines=tuple(write.line(each) for each in chronology.moments),
        exhibits=tuple(write.exhibit(each) for each in numbered.values()),
        left_out=sum(not each.may_leave for each in chronology.papers.values() if each.counts),
        time_zone=time_zone,
    )


@dataclass(frozen=True, kw_only=True)
class _Writer:
    """Writes lines and exhibits in one language."""

    numbered: Mapping[UUID, Numbered]
    words: Words
    time_zone: str

    def line(self, each: Moment) -> Line:
        """Write one moment."""
        if each.event is not None:
            return self._event(each.event)
        if each.letter is not None:
            sent = (each.letter.id,) if each.step is LetterStep.SENT else ()
            return Line(
                when=self.words.day(each.day),
                kind=self.words.say(f"exhibits.letter_{each.step}"),
                facts=each.letter.subject,
                exhibits=tuple(filter(None, map(self._number, (*sent, *each.papers)))),
            )
        assert each.change is not None  # noqa: S101 - a moment is one of the three
        change = each.change
        facts = self.words.say(
            "exhibits.change",
            asset=change.asset_name,
            who=change.who,
            before=change.before or "?",
            after=change.after or "?",
        )
        kind = self.words.say("exhibits.seen")
        return Line(when=self._instant(change.later_at), kind=kind, facts=facts)

    def exhibit(self, each: Numbered) -> Exhibit:
        """Write one exhibit."""
        return Exhibit(
            number=each.number,
            title=each.piece.title,
            kind=paper_kind(each.piece.kind, self.words.locale),
            dated_on=each.piece.dated_on,
            file_name=each.path,
            sha256=each.piece.sha256,
        )

    def _event(self, line: EventLine) -> Line:
        when = line.happened_at
        return Line(
            when=self._instant(when) if when else self.words.day(line.happened_on),
            kind=event_kind(line.kind, self.words.locale),
            facts=line.facts,
            author=line.author,
            effect=line.effect,
            exhibits=tuple(filter(None, map(self._number, line.papers))),
            corrected=line.because,
            remarks=tuple(self._remark(each) for each in line.remarks),
        )

    def _remark(self, line: RemarkLine) -> Remark:
        number = self._number(line.paper_id) if line.paper_id is not None else ""
        return Remark(text=line.text, dated_on=line.dated_on, exhibit=number)

    def _number(self, piece_id: UUID) -> str:
        return self.numbered[piece_id].number if piece_id in self.numbered else ""

    def _instant(self, when: datetime) -> str:
        return dates.instant(when, self.words.locale, self.time_zone)
