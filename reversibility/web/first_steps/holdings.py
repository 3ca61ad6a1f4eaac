"""Third step: in whose name each asset is, who runs it, who gets in, who pays."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Field

from reversibility.access.queries import list_grants
from reversibility.first_steps.adding import add_by_name, add_provider, add_staff
from reversibility.first_steps.holdings import answer_holdings, present_answers
from reversibility.first_steps.models import Step
from reversibility.first_steps.queries import Progress, get_progress
from reversibility.first_steps.service import Advance, advance
from reversibility.http.seat import Desk, reading, services, writing
from reversibility.kernel.actor import Permission
from reversibility.register.errors import AssetChangedError, AssetInvalidError
from reversibility.register.queries import AssetSheet, PartySheet, list_assets, list_parties
from reversibility.web.first_steps.frame import Frame, following, make_frame, step_address
from reversibility.web.first_steps.pages import PATH, pages
from reversibility.web.forms.holdings import Asked, HoldingsForm
from reversibility.web.icons import family_icon
from reversibility.web.languages import current_language, gettext
from reversibility.web.words import words

_INVALID, _CONFLICT = 422, 409
_VITAL = 4


@dataclass(frozen=True, kw_only=True)
class HoldingRow:
    """One asset and its five questions."""

    name: str
    kind: str
    icon: str
    href: str
    version: Field
    fields: tuple[Field, ...]
    open_count: int
    """Questions without any answer yet."""
    is_unfolded: bool
    """Whether its questions are shown at once: vital, open, or something is wrong there."""


@dataclass(frozen=True, kw_only=True)
class HoldingsPage:
    """The third step."""

    frame: Frame
    rows: tuple[HoldingRow, ...]
    open_count: int
    """Of assets with an open question."""
    asset_count: int
    is_conflict: bool = False


@dataclass(frozen=True, kw_only=True)
class _Read:
    progress: Progress
    assets: tuple[AssetSheet, ...]
    parties: tuple[PartySheet, ...]
    asked: tuple[Asked, ...]


@pages.get(f"{PATH}/elements")
def holdings() -> Response:
    """Ask about every asset at once."""
    with reading() as desk:
        read = _read(desk)
    return _show(read, _form(read))


@pages.post(f"{PATH}/elements")
def holdings_keep() -> Response:
    """Keep the answers, and what was missing in the lists; go on, or stay for what was added."""
    with reading() as desk:
        read = _read(desk)
    form = _form(read)
    if not form.validate():
        return _show(read, form, status=_INVALID)
    try:
        stays = _keep(form, read.assets)
    except AssetChangedError:
        return _meanwhile(form)
    except AssetInvalidError:
        # Its kind asks for more than a name: its own form does, filled in so far.
        flash(gettext("Vos réponses sont gardées. Pour cet élément, il faut quelques précisions."))
        return redirect(url_for("declaring.ask", kind_id=form.new_kind.data))
    return redirect(step_address(Step.HOLDINGS) if stays else following(Step.HOLDINGS))


def _keep(form: HoldingsForm, assets: Sequence[AssetSheet]) -> bool:
    """Keep what was answered and added; return whether to stay on the page."""
    goes_on = request.form.get("then") == "go_on"
    adds = any(form[name].data for name in ("new_provider", "new_person", "new_kind"))
    with writing() as desk:
        answer_holdings(
            desk.session,
            desk.actor,
            form.holdings(assets),
            catalogue=services().catalogue,
            now=desk.now,
        )
        if form.new_provider.data:
            add_provider(desk.session, desk.actor, form.new_provider.data, now=desk.now)
        if form.new_person.data:
            add_staff(desk.session, desk.actor, form.new_person.data, now=desk.now)
        if goes_on and not adds:
            advance(desk.session, desk.actor, Advance(done=Step.HOLDINGS), now=desk.now)
    if form.new_kind.data:
        kind = services().catalogue.kind(form.new_kind.data)
        with writing() as desk:
            add_by_name(
                desk.session,
                desk.actor,
                kind,
                form.new_name.data,
                locale=current_language(),
                now=desk.now,
            )
    if adds:
        flash(gettext("C’est ajouté, et vos réponses sont gardées."))
    return adds or not goes_on


def _read(desk: Desk) -> _Read:
    desk.actor.require(Permission.REGISTER_WRITE)
    progress = get_progress(desk.session, desk.actor)
    assets = list_assets(desk.session, desk.actor)
    grants = list_grants(desk.session, desk.actor)
    catalogue = services().catalogue
    asked = tuple(
        Asked(
            asset=asset,
            answers=present_answers(
                asset,
                grants.get(asset.id, ()),
                progress.answers.get(asset.id, {}),
                catalogue.kind(asset.kind),
            ),
        )
        for asset in assets
    )
    parties = list_parties(desk.session, desk.actor)
    return _Read(progress=progress, assets=assets, parties=parties, asked=asked)


def _form(read: _Read) -> HoldingsForm:
    kinds = sorted(services().catalogue.kinds.values(), key=lambda kind: words().text(kind.title))
    return HoldingsForm.of(read.asked, read.parties, kinds)


def _meanwhile(form: HoldingsForm) -> Response:
    with reading() as desk:
        read = _read(desk)
    fresh = [asset for asset in read.assets if _is_asked(form, asset.id)]
    form.rebase(fresh)
    return _show(read, form, status=_CONFLICT, is_conflict=True)


def _is_asked(form: HoldingsForm, asset_id: UUID) -> bool:
    return f"version_{asset_id.hex}" in form


def _show(
    read: _Read, form: HoldingsForm, *, status: int = 200, is_conflict: bool = False
) -> Response:
    rows = tuple(_row(form, asset) for asset in read.assets if _is_asked(form, asset.id))
    page = HoldingsPage(
        frame=make_frame(Step.HOLDINGS, read.progress),
        rows=rows,
        open_count=sum(bool(row.open_count) for row in rows),
        asset_count=len(rows),
        is_conflict=is_conflict,
    )
    return make_response(render_template("first_steps/holdings.html", page=page, form=form), status)


def _row(form: HoldingsForm, asset: AssetSheet) -> HoldingRow:
    kind = services().catalogue.kind(asset.kind)
    fields = form.fields_of(asset.id)
    open_count = sum(not field.data for field in fields)
    is_wrong = any(field.errors for field in fields)
    return HoldingRow(
        name=asset.name,
        kind=words().text(kind.short),
        icon=family_icon(kind.family),
        href=url_for("assets.show", asset_id=asset.id),
        version=form.version_of(asset.id),
        fields=fields,
        open_count=open_count,
        is_unfolded=is_wrong or (bool(open_count) and asset.importance == _VITAL),
    )
