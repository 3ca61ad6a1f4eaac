"""One task on a page of its own: what is asked, by which right, after what, what was seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask import url_for

from reversibility.catalogues.models import Catalogue, Right, Step, Text
from reversibility.catalogues.situations import Situation
from reversibility.evidence.queries import VerdictLine
from reversibility.exits.tasks.closing import Proving
from reversibility.exits.tasks.models import TaskOrigin, TaskState
from reversibility.exits.tasks.queries import TaskLine
from reversibility.web.filters import date_long, moment
from reversibility.web.languages import gettext
from reversibility.web.leaving.pages import Leaving
from reversibility.web.parts import Link, Term
from reversibility.web.sheets.playbook import source_text
from reversibility.web.sheets.tasks import TaskCard, closed_text, task_cards, title_of
from reversibility.web.words import field_label, words


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What public sources show of a task's result."""

    field: str
    state: str
    """Of the verdict; empty while nobody was asked."""
    text: str
    button: str
    hint: str


@dataclass(frozen=True, kw_only=True)
class TaskPage:
    """One task."""

    id: UUID
    contract_id: UUID
    contract: str
    provider: str
    version: int
    title: str
    asset: Link | None
    due_on: date | None
    """The last day that holds up nothing; None once it is over."""
    detail: str
    seen_by: str
    trap: str
    right: str
    """By which right, or what to ask without it."""
    source: str
    terms: tuple[Term, ...]
    before: tuple[TaskCard, ...]
    after: tuple[TaskCard, ...]
    seen: Seen | None
    reopened: str
    """What a later check showed, where it opened the task again."""
    closed: str
    statement: str
    sha256: str
    proof_href: str
    is_over: bool
    is_gone: bool
    may_work: bool


@dataclass(frozen=True, kw_only=True)
class _Told:
    """What the catalogue says of a task."""

    detail: str = ""
    seen_by: str = ""
    trap: str = ""
    ask: str = ""
    source: str = ""


def task_page(
    leaving: Leaving, line: TaskLine, verdict: VerdictLine | None, catalogue: Catalogue
) -> TaskPage:
    """Write one task."""
    told = _told(line, leaving.opened.situation, catalogue)
    card = _cards(leaving, [line])[0]
    return TaskPage(
        id=line.id,
        contract_id=leaving.contract.id,
        contract=leaving.contract.title,
        provider=leaving.contract.provider.name,
        version=line.version,
        title=title_of(line),
        asset=_asset(line),
        due_on=None if line.is_over else card.due_on,
        detail=told.ask if line.is_question and told.ask else told.detail,
        seen_by=told.seen_by,
        trap=told.trap,
        right=_right(line),
        source=told.source,
        terms=_terms(line, card),
        before=_cards(leaving, _before(leaving, line)),
        after=_cards(leaving, [each for each in leaving.planned.current if line.key in each.needs]),
        seen=_seen(line, verdict, may_work=leaving.may_work),
        reopened=line.reason if line.state in {TaskState.TODO, TaskState.DOING} else "",
        closed=closed_text(line) if line.is_over else "",
        statement=line.reason if line.state is TaskState.SET_ASIDE else line.statement,
        sha256=line.piece_sha256,
        proof_href=url_for("downloads.proof", proof_id=line.proof_id) if line.proof_id else "",
        is_over=line.is_over,
        is_gone=line.is_gone,
        may_work=leaving.may_work,
    )


def _cards(leaving: Leaving, lines: Iterable[TaskLine]) -> tuple[TaskCard, ...]:
    return task_cards(
        leaving.planned, leaving.contract.id, today=leaving.today, chosen=tuple(lines)
    )


def _before(leaving: Leaving, line: TaskLine) -> list[TaskLine]:
    by_key = {each.key: each for each in leaving.planned.current}
    return [by_key[key] for key in line.needs if key in by_key]


def _asset(line: TaskLine) -> Link | None:
    if line.asset_id is None:
        return None
    return Link(text=line.asset, href=url_for("assets.show", asset_id=line.asset_id))


def _told(line: TaskLine, situation: Situation, catalogue: Catalogue) -> _Told:
    kind = catalogue.kinds.get(line.kind)
    if line.origin is TaskOrigin.AFTER:
        items = {item.id: item for item in catalogue.common.after}
        item = items.get(line.step)
        return _Told(detail=words().text(item) if item else "")
    if kind is None:
        return _Told()
    if line.origin is TaskOrigin.CONTROL:
        return _Told(
            detail=gettext(
                "Une valeur placée dans la zone montre que le cabinet peut agir, pas qu’il est "
                "titulaire."
            )
        )
    steps = (step for step in kind.playbook(situation).steps if step.id == line.step)
    return next((_of(step, catalogue, line.kind) for step in steps), _Told())


def _of(step: Step, catalogue: Catalogue, kind_id: str) -> _Told:
    sources = catalogue.sources_of(catalogue.kinds[kind_id])
    return _Told(
        detail=words().text(step.detail),
        seen_by=words().text(step.seen_by),
        trap=_maybe(step.goes_wrong),
        ask=_maybe(step.ask),
        source=source_text(sources[step.source]),
    )


def _maybe(text: Text | None) -> str:
    return words().text(text) if text else ""


def _right(line: TaskLine) -> str:
    if line.right is None:
        return ""
    right = words().label("rights", line.right)
    if line.is_question:
        return gettext(
            "Cette étape se fait %(right)s. Le registre ne montre pas que le cabinet l’a\u00a0: il "
            "faut d’abord le demander.",
            right=right,
        )
    by_platform = line.right is Right.PLATFORM_PROCEDURE
    return (
        gettext("Cette étape se fait %(right)s.", right=right)
        if by_platform
        else gettext(
            "Cette étape se fait %(right)s\u00a0: le repreneur n’utilise que des accès que le "
            "cabinet lui remet.",
            right=right,
        )
    )


def _terms(line: TaskLine, card: TaskCard) -> tuple[Term, ...]:
    terms = (
        (gettext("Qui s’en charge"), card.who),
        (gettext("Rôle dans le plan"), words().label("who", line.who)),
        (gettext("Au plus tard"), _last_day(card)),
        (gettext("Calculé"), "" if card.is_over else card.when),
        (gettext("Marge"), card.margin),
        (
            gettext("Pas avant"),
            gettext("%(day)s, fin de la mission", day=date_long(line.not_before))
            if line.not_before
            else "",
        ),
        (gettext("Droit"), words().label("rights", line.right) if line.right else ""),
    )
    return tuple(Term(label=label, text=text) for label, text in terms if text)


def _last_day(card: TaskCard) -> str:
    return date_long(card.due_on) if card.due_on and not card.is_over else ""


def _seen(line: TaskLine, verdict: VerdictLine | None, *, may_work: bool) -> Seen | None:
    if line.proving is None:
        return None
    field = field_label(verdict.field) if verdict else ""
    can_ask = may_work and not line.is_over
    return Seen(
        field=field,
        state=verdict.state if verdict else "",
        text=_text(verdict),
        button=_button(line) if can_ask else "",
        hint=_hint(line),
    )


def _text(verdict: VerdictLine | None) -> str:
    if verdict is None:
        return gettext("Aucun relevé pour l’instant.")
    when = moment(verdict.judged_at) if verdict.judged_at else ""
    if not verdict.observed:
        return gettext("Relevé du %(when)s.", when=when) if when else ""
    return gettext("Relevé du %(when)s\u00a0: %(observed)s.", when=when, observed=verdict.observed)


def _button(line: TaskLine) -> str:
    if line.origin is TaskOrigin.CONTROL:
        return gettext("Montrer que vous avez la main")
    return gettext("Vérifier maintenant")


def _hint(line: TaskLine) -> str:
    if line.proving is Proving.SUPPORT:
        return gettext(
            "La vérification éclaire cette tâche sans la clore\u00a0: il y faut un document, ou ce "
            "que vous avez vu."
        )
    if line.proving is Proving.ANSWER:
        return gettext("La tâche se clôt dès qu’une réponse datée est dans vos relevés.")
    if line.origin is TaskOrigin.CONTROL:
        return gettext("La tâche se clôt dès que la valeur est vue chez tous les serveurs.")
    return _hint_of_change(line)


def _hint_of_change(line: TaskLine) -> str:
    if line.check_asked_at is not None:
        return gettext(
            "Vérification demandée le %(when)s. La tâche se clôt d’elle-même dès qu’un relevé "
            "montre le changement inscrit au registre.",
            when=moment(line.check_asked_at),
        )
    if line.seen_before:
        return gettext(
            "Au départ, le relevé montrait %(before)s. La tâche se clôt quand il montre autre "
            "chose, et que le registre dit de même\u00a0: mettez-y d’abord la nouvelle valeur.",
            before=line.seen_before,
        )
    return gettext(
        "Inscrivez d’abord au registre la valeur attendue. Le premier relevé dit d’où l’on "
        "part\u00a0; la tâche se clôt quand un relevé suivant montre le changement."
    )
