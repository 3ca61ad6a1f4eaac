"""The pieces behind a plan: raw answers, P-001, P-002 ..., and filed documents, D-001, D-002 ..."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from exports.dossier import Evidence
from exports.pack import document_path, evidence_path
from probes.interface import VerdictField
from reversibility.evidence.queries import ProofContent, ProofLine, RawAnswer
from reversibility.evidence.standing import Standing
from reversibility.exits.words import Words


@dataclass(frozen=True, kw_only=True)
class Numbered:
    """A raw answer with its number and its place in the pack."""

    number: str
    path: str
    answer: RawAnswer


@dataclass(frozen=True, kw_only=True)
class NumberedDocument:
    """A filed document with its number and its place in the pack."""

    number: str
    path: str
    """Empty: it is listed, and its file is not in the pack."""
    asset: str
    line: ProofLine
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Exhibits:
    """Every piece that travels, by observation and by document."""

    answers: Mapping[UUID, Numbered]
    documents: Mapping[UUID, NumberedDocument]

    @classmethod
    def of(cls, material: "Gathered", order: Collection[Standing]) -> "Exhibits":
        """Give every piece behind some assets its number, in their order."""
        return cls(
            answers=_number_answers(material.answers),
            documents=_number_documents(order, material.contents),
        )

    def about(self, asset_id: UUID, field: VerdictField) -> tuple[str, ...]:
        """Return the numbers of the documents that were filed about a field of an asset."""
        return tuple(
            each.number
            for each in self.documents.values()
            if (each.line.asset_id, each.line.field) == (asset_id, field)
        )

    def files(self) -> dict[str, bytes]:
        """Return the files of the pack, by path."""
        answers = {each.path: each.answer.raw for each in self.answers.values()}
        return answers | {each.path: each.content for each in self.documents.values() if each.path}


class Gathered(Protocol):
    """What a plan or a report was made from, as far as its pieces go."""

    @property
    def answers(self) -> tuple[RawAnswer, ...]:
        """What the results rest on, in order."""

    @property
    def contents(self) -> Mapping[UUID, ProofContent]:
        """The files of the documents that travel."""


def evidence_rows(exhibits: Exhibits, words: Words) -> tuple[Evidence, ...]:
    """Write the evidence annex: answers, then documents."""
    return (*_answer_rows(exhibits, words), *_document_rows(exhibits, words))


def _number_answers(answers: tuple[RawAnswer, ...]) -> Mapping[UUID, Numbered]:
    numbered: dict[UUID, Numbered] = {}
    for count, answer in enumerate(answers, start=1):
        number = f"P-{count:03}"
        path = evidence_path(number, answer.source.value, answer.raw)
        numbered[answer.id] = Numbered(number=number, path=path, answer=answer)
    return numbered


def _number_documents(
    order: Collection[Standing], contents: Mapping[UUID, ProofContent]
) -> Mapping[UUID, NumberedDocument]:
    numbered: dict[UUID, NumberedDocument] = {}
    kept = [(each.asset.name, line) for each in order for line in each.kept_proofs]
    for count, (asset, line) in enumerate(kept, start=1):
        number, found = f"D-{count:03}", contents.get(line.id)
        numbered[line.id] = NumberedDocument(
            number=number,
            path=document_path(number, line.kind, line.media_type) if found else "",
            asset=asset,
            line=line,
            content=found.content if found else b"",
        )
    return numbered


def _answer_rows(exhibits: Exhibits, words: Words) -> Iterator[Evidence]:
    for each in exhibits.answers.values():
        yield Evidence(
            number=each.number,
            title=words.say(f"evidence_{each.answer.source.value}", name=each.answer.name),
            source=each.answer.source.value.upper(),
            server=each.answer.server,
            asked_at=each.answer.asked_at,
            sha256=each.answer.sha256,
            size=len(each.answer.raw),
            file_name=each.path,
        )


def _document_rows(exhibits: Exhibits, words: Words) -> Iterator[Evidence]:
    for each in exhibits.documents.values():
        line = each.line
        day = words.day(line.dated_on)
        yield Evidence(
            number=each.number,
            title=words.say("evidence_document", asset=each.asset, title=line.title, day=day),
            source=words.say(f"proof.{line.kind}"),
            server=words.say("added_by", who=line.added_by),
            asked_at=line.added_at,
            sha256=line.sha256,
            size=line.size,
            file_name=each.path,
        )
