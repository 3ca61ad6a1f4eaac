"""Sixth step: the annex that can be signed, in French and English."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from reversibility.exits.annex.building import build_annex
from reversibility.exits.annex.gathering import AnnexMaterial, Known, gather_annex
from reversibility.exits.annex.producing import print_annexes, write_annexes
from reversibility.exits.annex.queries import AnnexLine, list_annexes
from reversibility.exits.annex.service import keep_annexes
from reversibility.first_steps.models import Step
from reversibility.first_steps.queries import Progress, get_progress
from reversibility.first_steps.service import Advance, advance
from reversibility.http.seat import Desk, reading, services, writing
from reversibility.kernel.actor import Permission
from reversibility.web.filters import author, moment
from reversibility.web.first_steps.blanks import BlankGroup, blanks
from reversibility.web.first_steps.frame import Frame, make_frame, step_address
from reversibility.web.first_steps.pages import PATH, pages
from reversibility.web.languages import current_language, gettext
from reversibility.web.parts import EvidenceItem


@dataclass(frozen=True, kw_only=True)
class AnnexEdition:
    """An annex that was made, in both languages."""

    number: int
    made: str
    files: tuple[EvidenceItem, ...]


@dataclass(frozen=True, kw_only=True)
class AnnexPage:
    """The sixth step."""

    frame: Frame
    contract: str
    """Empty while none is chosen."""
    provider: str
    may_produce: bool
    blanks: tuple[BlankGroup, ...]
    """What would be printed as not given, each with where it is filled in."""
    editions: tuple[AnnexEdition, ...]
    is_current: bool
    """Whether the last edition says what the register says now."""

    @property
    def blank_count(self) -> int:
        """How many places are left to write in."""
        return sum(len(group.links) for group in self.blanks)


@pages.get(f"{PATH}/annexe")
def annex() -> str:
    """Show what is missing, and the annexes that were made."""
    with reading() as desk:
        desk.actor.require(Permission.REGISTER_WRITE)
        progress = get_progress(desk.session, desk.actor)
        page = _page(desk, progress)
    return render_template("first_steps/annex.html", page=page)


@pages.post(f"{PATH}/annexe")
def annex_produce() -> Response:
    """Produce the annex in both languages and keep it; once for the same contents."""
    with reading() as desk:
        desk.actor.require(Permission.EXIT_PRODUCE)
        progress = get_progress(desk.session, desk.actor)
        if progress.contract_id is None:
            return redirect(step_address(Step.CONTRACT))
        contract_id = progress.contract_id
        material = _gather(desk, contract_id, progress)
        earlier = list_annexes(desk.session, desk.actor, contract_id)
    number = earlier[0].number + 1 if earlier else 1
    annexes = write_annexes(material, number=number, time_zone=services().settings.time_zone)
    is_new = not earlier or earlier[0].said_sha256 != annexes[0].content_sha256
    drafts = print_annexes(annexes) if is_new else ()
    with writing() as desk:
        if drafts:
            keep_annexes(desk.session, desk.actor, contract_id, drafts, now=desk.now)
        advance(desk.session, desk.actor, Advance(done=Step.ANNEX), now=desk.now)
    flash(
        gettext("L’annexe est produite. Imprimez-la en deux exemplaires, ou envoyez-la à signer.")
    )
    return redirect(step_address(Step.ANNEX))


def _gather(desk: Desk, contract_id: UUID, progress: Progress) -> AnnexMaterial:
    return gather_annex(
        desk.session,
        desk.actor,
        contract_id,
        services().catalogue,
        now=desk.now,
        known=Known(practice=desk.seat.identity, noted=progress.answers),
    )


def _page(desk: Desk, progress: Progress) -> AnnexPage:
    frame = make_frame(Step.ANNEX, progress)
    may_produce = desk.actor.may(Permission.EXIT_PRODUCE)
    if progress.contract_id is None or not may_produce:
        return AnnexPage(
            frame=frame,
            contract="",
            provider="",
            may_produce=may_produce,
            blanks=(),
            editions=(),
            is_current=False,
        )
    material = _gather(desk, progress.contract_id, progress)
    lines = list_annexes(desk.session, desk.actor, progress.contract_id)
    return AnnexPage(
        frame=frame,
        contract=material.contract.title,
        provider=material.provider.name,
        may_produce=may_produce,
        blanks=blanks(material),
        editions=_editions(lines),
        is_current=bool(lines) and lines[0].said_sha256 == _digest(material),
    )


def _digest(material: AnnexMaterial) -> str:
    return build_annex(material, "fr", number=1, time_zone="UTC").content_sha256


def _editions(lines: Collection[AnnexLine]) -> tuple[AnnexEdition, ...]:
    groups = groupby(lines, key=lambda line: line.number)
    return tuple(_edition(number, list(each)) for number, each in groups)


def _edition(number: int, lines: list[AnnexLine]) -> AnnexEdition:
    made = lines[0]
    return AnnexEdition(
        number=number,
        made=gettext("%(when)s, par %(who)s", when=moment(made.made_at), who=author(made.made_by)),
        files=tuple(
            EvidenceItem(
                icon="file-certificate",
                title=_title(line.locale),
                detail=_detail(line),
                sha256=line.sha256,
                href="" if line.erased_at else url_for("downloads.annex", annex_id=line.id),
            )
            # That of the reader's language first: it is what the button takes.
            for line in sorted(lines, key=lambda line: line.locale != current_language())
        ),
    )


def _detail(line: AnnexLine) -> str:
    if line.erased_at:
        return gettext("contenu effacé le %(when)s", when=moment(line.erased_at))
    return gettext("PDF, %(kilos)s ko", kilos=max(line.size // 1000, 1))


def _title(locale: str) -> str:
    if locale == "fr":
        return gettext("Annexe de réversibilité, en français")
    return gettext("Annexe de réversibilité, en anglais")
