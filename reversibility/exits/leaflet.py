"""The recovery sheet of a kind on two printed pages; public, so it holds nothing of a practice."""

from collections.abc import Iterable

from exports.dossier import Language
from exports.leaflet import Kind, Line, Note, Reference, Step, Way, render
from reversibility.catalogues.models import AssetKind, Catalogue, Statement
from reversibility.catalogues.models import Step as CatalogueStep
from reversibility.catalogues.references import References
from reversibility.catalogues.situations import Situation
from reversibility.exits.words import Words
from reversibility.kernel.dates import Locale


def leaflet_pdf(catalogue: Catalogue, kind: AssetKind, locale: Locale) -> bytes:
    """Print a kind in one language; raises LeafletError when it cannot be made."""
    return render(_Writer(catalogue, kind, Words(locale=locale)).leaflet())


class _Writer:
    """Writes one leaflet: numbers are given in the order of the page."""

    def __init__(self, catalogue: Catalogue, kind: AssetKind, words: Words) -> None:
        self._catalogue, self._kind, self._words = catalogue, kind, words
        self._references = References(catalogue, kind)

    def leaflet(self) -> Kind:
        """Write all of it; the references come last, when every fact has its number."""
        kind, text, notes = self._kind, self._words.text, self._notes
        return Kind(
            language=Language(self._words.locale),
            title=text(kind.title),
            stage=text(self._catalogue.phase_of(kind).title),
            edition=self._words.day(kind.version),
            edited_on=kind.version,
            owning=self._note(kind.owning),
            decisive=text(kind.decisive),
            normal=text(kind.normal),
            alarming=text(kind.alarming),
            demand=notes(kind.demand),
            preconditions=notes(kind.preconditions),
            ways=tuple(self._way(situation) for situation in Situation),
            proof=notes(kind.proof),
            delays=notes(kind.delays),
            fees=notes(kind.fees),
            traps=notes(kind.traps),
            after=notes(self._catalogue.after_recovery(kind)),
            roles=tuple(
                Line(label=text(role.name), text=self._words.label("normal_for", role.normal_for))
                for role in kind.roles
            ),
            questions=tuple(
                Line(label=text(question.whom), text=text(question.ask))
                for question in kind.questions
            ),
            references=self._sources(),
        )

    def _note(self, statement: Statement) -> Note:
        number = self._references.number(statement.source)
        return Note(text=self._words.text(statement), source=number)

    def _notes(self, statements: Iterable[Statement]) -> tuple[Note, ...]:
        return tuple(self._note(statement) for statement in statements)

    def _way(self, situation: Situation) -> Way:
        book = self._kind.situations[situation]
        label = self._words.label
        return Way(
            title=label("situations", situation),
            summary=self._words.text(book.summary) if book.summary else "",
            same_as=label("situations", book.same_as) if book.same_as else "",
            steps=tuple(self._step(step) for step in book.steps),
        )

    def _step(self, step: CatalogueStep) -> Step:
        words = self._words
        return Step(
            title=words.text(step.title),
            detail=words.text(step.detail),
            who=words.label("who", step.who),
            source=self._references.number(step.source),
            seen_by=words.text(step.seen_by),
            delay=words.delay(step.days),
            condition=words.label("conditions", step.when) if step.when else "",
        )

    def _sources(self) -> tuple[Reference, ...]:
        return tuple(
            Reference(
                number=number,
                title=source.title,
                site=source.site,
                read_on=self._words.day(source.read_on),
            )
            for number, source in self._references.named()
        )
