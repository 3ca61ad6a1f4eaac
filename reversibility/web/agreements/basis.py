"""What a contract rests on: its papers with what each shows, and the contract rebuilt from them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms import Field

from reversibility.contracts.basis import STRENGTHS, Saying, find_basis, gaps_of, tell_basis
from reversibility.contracts.basis_models import Element
from reversibility.contracts.errors import BasisChangedError, BasisInvalidError
from reversibility.contracts.paper_models import PaperKind
from reversibility.contracts.paper_queries import PaperLine, list_papers
from reversibility.contracts.queries import get_contract
from reversibility.contracts.texts import label, paper_kind
from reversibility.http.seat import Desk, reading, writing
from reversibility.kernel.actor import Permission
from reversibility.web.filters import date_long
from reversibility.web.forms.basis import BasisForm
from reversibility.web.forms.changing import Difference
from reversibility.web.languages import current_language, gettext
from reversibility.web.members import members_only

pages = members_only(Blueprint("contract_basis", __name__))


@dataclass(frozen=True, kw_only=True)
class StrengthRow:
    """One paper, what it shows by its kind, and where that stands."""

    title: str
    detail: str
    strength: str
    fact: str
    sha256: str
    href: str


@dataclass(frozen=True, kw_only=True)
class ElementRow:
    """One element of the contract, and which paper says so."""

    says: Field
    paper: Field
    is_missing: bool


@dataclass(frozen=True, kw_only=True)
class BasisPage:
    """What one contract rests on."""

    contract_id: UUID
    contract: str
    provider: str
    is_signed: bool
    papers: tuple[StrengthRow, ...]
    gaps: tuple[str, ...]
    elements: tuple[ElementRow, ...]
    missing: int
    may_write: bool
    is_conflict: bool
    differences: tuple[Difference, ...]


@dataclass(frozen=True, kw_only=True)
class _Read:
    contract_id: UUID
    contract: str
    provider: str
    papers: tuple[PaperLine, ...]
    sayings: Mapping[Element, Saying]
    may_write: bool


@pages.get("/contrats/<uuid:contract_id>/fondement")
def show(contract_id: UUID) -> Response:
    """Show what the contract rests on."""
    with reading() as desk:
        read = _read(desk, contract_id)
    return _show(read, BasisForm.of(read.papers, read.sayings))


@pages.post("/contrats/<uuid:contract_id>/fondement")
def keep(contract_id: UUID) -> Response:
    """Keep what the papers say."""
    with reading() as desk:
        desk.actor.require(Permission.CONTRACT_WRITE)
        read = _read(desk, contract_id)
    form = BasisForm.of(read.papers, read.sayings)
    if not form.validate():
        return _show(read, form, status=422)
    try:
        with writing() as desk:
            is_new = tell_basis(
                desk.session,
                desk.actor,
                contract_id,
                form.sayings(),
                seen=form.seen.data,
                now=desk.now,
            )
    except BasisChangedError:
        return _meanwhile(contract_id, form)
    except BasisInvalidError as error:
        form.refuse(error)
        return _show(read, form, status=422)
    if is_new:
        flash(gettext("Ce que disent les pièces est enregistré."))
    return redirect(url_for("contract_basis.show", contract_id=contract_id))


def _meanwhile(contract_id: UUID, form: BasisForm) -> Response:
    with reading() as desk:
        read = _read(desk, contract_id)
    form.rebase(read.sayings)
    return _show(read, form, status=409, is_conflict=True)


def _read(desk: Desk, contract_id: UUID) -> _Read:
    contract = get_contract(desk.session, desk.actor, contract_id, today=desk.now.date())
    kinds = tuple(STRENGTHS)
    lines = list_papers(desk.session, desk.actor, contract_id, kinds=kinds)
    return _Read(
        contract_id=contract_id,
        contract=contract.title,
        provider=contract.provider.name,
        papers=tuple(line for line in lines if line.counts),
        sayings=find_basis(desk.session, desk.actor, contract_id),
        may_write=desk.actor.may(Permission.CONTRACT_WRITE),
    )


def _show(
    read: _Read, form: BasisForm, *, status: int = 200, is_conflict: bool = False
) -> Response:
    locale = current_language()
    elements = tuple(_element(form, element, read.sayings) for element in Element)
    page = BasisPage(
        contract_id=read.contract_id,
        contract=read.contract,
        provider=read.provider,
        is_signed=any(paper.kind is PaperKind.SIGNED_CONTRACT for paper in read.papers),
        papers=_strengths(read.papers),
        gaps=tuple(label("gaps", gap.value, locale) for gap in gaps_of(read.papers)),
        elements=elements,
        missing=sum(element.is_missing for element in elements),
        may_write=read.may_write,
        is_conflict=is_conflict,
        differences=form.differing(read.sayings) if is_conflict else (),
    )
    return make_response(render_template("agreements/basis.html", page=page, form=form), status)


def _strengths(papers: Collection[PaperLine]) -> tuple[StrengthRow, ...]:
    locale = current_language()
    order = list(STRENGTHS)
    return tuple(
        StrengthRow(
            title=paper.title,
            detail=gettext(
                "%(kind)s, du %(day)s",
                kind=paper_kind(paper.kind, locale),
                day=date_long(paper.dated_on),
            ),
            strength=label("strengths", STRENGTHS[paper.kind].value, locale),
            fact=label("strength_facts", paper.kind.value, locale),
            sha256=paper.sha256,
            href=url_for("downloads.paper", paper_id=paper.id),
        )
        for paper in sorted(papers, key=lambda each: (order.index(each.kind), each.dated_on))
    )


def _element(form: BasisForm, element: Element, sayings: Mapping[Element, Saying]) -> ElementRow:
    says, paper = form.fields_of(element)
    kept = sayings.get(element, Saying())
    return ElementRow(says=says, paper=paper, is_missing=not kept.says or kept.paper_id is None)
