"""Number the exhibits of a chronology, print their list in both languages, and pack them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from exports.dossier import Language
from exports.exhibits import Exhibit, ExhibitList, Line, Remark, count_pages, render
from exports.pack import Label, PackKind, build, exhibit_path
from reversibility.catalogues.professions import Profession, profession_of
from reversibility.contracts.event_queries import EventLine, RemarkLine
from reversibility.contracts.paper_queries import PaperContent, PaperLine
from reversibility.contracts.texts import event_kind, paper_kind
from reversibility.exits.chronology.queries import Chronology, Moment
from reversibility.exits.exhibiting.gathering import ExhibitMaterial
from reversibility.exits.words import Words
from reversibility.kernel import dates
from reversibility.kernel.dates import Locale

LOCALES: tuple[Locale, ...] = ("fr", "en")
PACK = "exhibit-pack.zip"
_PDF = "application/pdf"


@dataclass(frozen=True, kw_only=True)
class Numbered:
    """A paper with its number, its place in the pack, and where its pages begin."""

    number: str
    path: str
    paper: PaperLine
    content: bytes
    pages: int | None
    first_page: int | None


def list_name(locale: Locale) -> str:
    """Return the file name of the list in a language."""
    return f"exhibits-{locale}.pdf"


def number_exhibits(material: ExhibitMaterial) -> dict[UUID, Numbered]:
    """Give each paper that leaves its number, in the order of the facts; the rest after, by date.

    Counting pages takes a moment for each PDF.
    """
    numbered: dict[UUID, Numbered] = {}
    page = 1
    for paper in _in_order(material.chronology):
        content = material.contents.get(paper.id)
        if content is None:
            continue
        number = str(len(numbered) + 1)
        pages = _pages(content)
        numbered[paper.id] = Numbered(
            number=number,
            path=exhibit_path(len(numbered) + 1, paper.kind.value, content.filename),
            paper=paper,
            content=content.content,
            pages=pages,
            first_page=page if pages else None,
        )
        page += pages or 0
    return numbered


def produce_list(
    material: ExhibitMaterial,
    numbered: Mapping[UUID, Numbered],
    locale: Locale,
    *,
    time_zone: str,
) -> bytes:
    """Print the chronology and the list in a language; takes about a second."""
    write = _Writer(numbered=numbered, words=Words(locale=locale), time_zone=time_zone)
    chronology = material.chronology
    told = ExhibitList(
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
    return render(told)


def produce_pack(material: ExhibitMaterial, *, time_zone: str) -> bytes:
    """Pack the lists in both languages and every exhibit, under the numbers of the lists."""
    numbered = number_exhibits(material)
    files = {
        f"data/{list_name(locale)}": produce_list(material, numbered, locale, time_zone=time_zone)
        for locale in LOCALES
    }
    files |= {each.path: each.content for each in numbered.values()}
    label = Label(
        practice=material.practice,
        provider=material.chronology.contract.provider.name,
        made_at=material.made_at,
        kind=PackKind.EXHIBITS,
    )
    return build(files, label)


def leaving(chronology: Chronology) -> tuple[PaperLine, ...]:
    """Return the papers that leave, in the order of their numbers. Pure."""
    return tuple(_in_order(chronology))


def _in_order(chronology: Chronology) -> Iterator[PaperLine]:
    named = [
        paper_id
        for moment in chronology.moments
        for paper_id in (*moment.papers, *_remarked(moment))
        if paper_id is not None
    ]
    rest = sorted(chronology.papers.values(), key=lambda each: (each.dated_on, each.added_at))
    for paper_id in dict.fromkeys([*named, *(each.id for each in rest)]):
        paper = chronology.papers.get(paper_id)
        if paper is not None and paper.may_leave:
            yield paper


def _remarked(moment: Moment) -> tuple[UUID | None, ...]:
    return tuple(each.paper_id for each in moment.event.remarks) if moment.event else ()


def _pages(content: PaperContent) -> int | None:
    if content.media_type.startswith("image/"):
        return 1
    return count_pages(content.content) if content.media_type == _PDF else None


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
            return Line(
                when=self.words.day(each.day),
                kind=self.words.say(f"exhibits.letter_{each.step}"),
                facts=each.letter.subject,
                exhibits=tuple(filter(None, map(self._number, each.papers))),
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
            title=each.paper.title,
            kind=paper_kind(each.paper.kind, self.words.locale),
            dated_on=each.paper.dated_on,
            pages=each.pages,
            first_page=each.first_page,
            file_name=each.path,
            sha256=each.paper.sha256,
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

    def _number(self, paper_id: UUID) -> str:
        return self.numbered[paper_id].number if paper_id in self.numbered else ""

    def _instant(self, when: datetime) -> str:
        return dates.instant(when, self.words.locale, self.time_zone)
