"""One kind of element as the catalogue tells it: what owning it means, and the way back."""

from collections.abc import Collection, Iterable

from flask import url_for

from reversibility.catalogues.models import (
    AssetKind,
    Catalogue,
    Days,
    Grade,
    Phase,
    Playbook,
    Source,
    Statement,
    Step,
)
from reversibility.catalogues.references import References
from reversibility.catalogues.situations import Situation
from reversibility.web.filters import date_long
from reversibility.web.icons import family_icon
from reversibility.web.languages import gettext
from reversibility.web.parts import (
    Choice,
    Fact,
    KindGroup,
    KindRow,
    SourceLine,
    StepItem,
    Term,
)
from reversibility.web.words import words


class Facts:
    """Writes the facts of one page, each with the number of its source."""

    def __init__(self, catalogue: Catalogue, kind: AssetKind) -> None:
        self._references = References(catalogue, kind)

    def fact(self, statement: Statement) -> Fact:
        """Write a statement; known practice has no number."""
        number = self._references.number(statement.source)
        return Fact(text=words().text(statement), source=number, to_check=not number)

    def facts(self, statements: Iterable[Statement]) -> tuple[Fact, ...]:
        """Write several."""
        return tuple(self.fact(statement) for statement in statements)

    def step(self, step: Step) -> StepItem:
        """Write a step as the catalogue has it, whoever asks."""
        text, label = words().text, words().label
        source = self._references.source(step.source)
        return StepItem(
            title=text(step.title),
            detail=text(step.detail),
            proof=text(step.seen_by),
            trap=text(step.goes_wrong) if step.goes_wrong else "",
            who=label("who", step.who),
            condition=label("conditions", step.when) if step.when else "",
            right=label("rights", step.needs_right) if step.needs_right else "",
            ask=text(step.ask) if step.ask else "",
            source=" ".join(each for each in (delay(step.days), source_text(source)) if each),
        )

    def lines(self) -> tuple[SourceLine, ...]:
        """List the sources named so far."""
        return tuple(
            SourceLine(number=number, title=source.title, site=source.site, read_on=source.read_on)
            for number, source in self._references.named()
        )


def source_text(source: Source) -> str:
    """Say where a step comes from, or that it is known practice."""
    if source.grade is Grade.C:
        return gettext("Pratique connue, à vérifier sur votre écran.")
    return gettext(
        "Source\u00a0: %(site)s, lu le %(date)s.", site=source.site, date=date_long(source.read_on)
    )


def delay(days: Days | None) -> str:
    """Say how long a step takes, as far as it is known."""
    least, usual, most = (days.least, days.usual, days.most) if days else (None, None, None)
    if least is not None and most is not None and least != most:
        return gettext("Compter %(least)s à %(most)s jours.", least=least, most=most)
    known = next((value for value in (usual, most, least) if value is not None), None)
    if known is None:
        return ""
    return gettext("Compter %(days)s\u00a0j.", days=known) if known else gettext("Le jour même.")


def kind_groups(catalogue: Catalogue, endpoint: str = "guides.show") -> tuple[KindGroup, ...]:
    """List every kind by the stage in which it is recovered, each leading to a page of its own."""
    groups = []
    for phase in catalogue.common.phases:
        kinds = [kind for kind in catalogue.kinds.values() if kind.family in phase.families]
        kinds.sort(key=lambda kind: _place(kind, phase))
        if kinds:
            rows = tuple(kind_row(kind, endpoint) for kind in kinds)
            groups.append(KindGroup(title=words().text(phase.title), rows=rows))
    return tuple(groups)


def _place(kind: AssetKind, phase: Phase) -> tuple[int, int, str]:
    return phase.families.index(kind.family), -kind.importance, words().text(kind.title).casefold()


def kind_row(kind: AssetKind, endpoint: str = "guides.show") -> KindRow:
    """Describe a kind in a list."""
    return KindRow(
        href=url_for(endpoint, kind_id=kind.id),
        icon=family_icon(kind.family),
        name=words().text(kind.title),
        decisive=words().text(kind.decisive),
    )


def kind_situations(kind: AssetKind, chosen: Situation) -> tuple[Choice, ...]:
    """Return the four situations as links to the steps of each."""
    return tuple(
        Choice(
            text=words().label("situations", situation),
            href=url_for("guides.show", kind_id=kind.id, situation=situation, _anchor="recovery"),
            is_chosen=situation is chosen,
        )
        for situation in Situation
    )


def same_as(kind: AssetKind, situation: Situation) -> str:
    """Name the situation whose way back is also this one's, if there is one."""
    other = kind.situations[situation].same_as
    return words().label("situations", other) if other else ""


def summary(playbook: Playbook) -> str:
    """Say the way back in two sentences."""
    return words().text(playbook.summary) if playbook.summary else ""


def role_terms(kind: AssetKind) -> tuple[Term, ...]:
    """List the platform's roles, and who normally has each."""
    return tuple(
        Term(label=words().text(role.name), text=words().label("normal_for", role.normal_for))
        for role in kind.roles
    )


def question_terms(kind: AssetKind) -> tuple[Term, ...]:
    """List what nobody could verify: whom to ask, and what."""
    return tuple(
        Term(label=words().text(question.whom), text=words().text(question.ask))
        for question in kind.questions
    )


def neighbours(
    catalogue: Catalogue, kind: AssetKind
) -> tuple[tuple[KindRow, ...], tuple[KindRow, ...]]:
    """Return the kinds it cannot do without, and those that cannot do without it."""
    kinds = catalogue.kinds.values()
    needed = [each for each in kinds if each.family in kind.depends_on]
    needing = [each for each in kinds if kind.family in each.depends_on]
    return _rows(needed), _rows(needing)


def _rows(kinds: Collection[AssetKind]) -> tuple[KindRow, ...]:
    return tuple(kind_row(kind) for kind in kinds)
