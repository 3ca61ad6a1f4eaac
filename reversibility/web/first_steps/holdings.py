"""Third step: in whose name each asset is, who runs it, who gets in, who pays."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Field

from reversibility.evidence.due import Need
from reversibility.evidence.scheduling import list_due
from reversibility.evidence.service import request_probe
from reversibility.first_steps.adding import add_by_name, add_provider, add_staff
from reversibility.first_steps.holdings import answer_holdings
from reversibility.first_steps.models import Step
from reversibility.first_steps.naming import name_providers
from reversibility.first_steps.published import Whose, whose
from reversibility.first_steps.sentences import why_of
from reversibility.first_steps.service import Advance, advance
from reversibility.http.seat import Desk, reading, services, writing
from reversibility.kernel.actor import Permission
from reversibility.register.errors import AssetChangedError, AssetInvalidError
from reversibility.register.queries import AssetSheet
from reversibility.web.first_steps.frame import Frame, following, make_frame, staying
from reversibility.web.first_steps.holdings_read import ReadHoldings, form_of, read_holdings
from reversibility.web.first_steps.pages import PATH, pages
from reversibility.web.forms.holding_groups import Asked, Group
from reversibility.web.forms.holdings import HoldingsForm
from reversibility.web.icons import family_icon
from reversibility.web.languages import current_language, gettext
from reversibility.web.words import words

_INVALID, _CONFLICT = 422, 409
_VITAL = 4
_SECONDS_EACH = 8
"""To read a question and choose; nobody measured it, so the page says "about"."""


@dataclass(frozen=True, kw_only=True)
class HoldingRow:
    """One asset and its five questions."""

    id: UUID
    name: str
    kind: str
    why: str
    """What hangs on it, for whoever does not know the word."""
    published: str
    """In whose name it is published, where that is not the practice."""
    icon: str
    version: Field
    fields: tuple[Field, ...]
    open_count: int
    """Questions without any answer yet."""
    is_unfolded: bool
    """Whether its questions are shown at once: vital and open with no group to answer for it,
    wanted, or something is wrong there."""


@dataclass(frozen=True, kw_only=True)
class GroupRow:
    """What one provider runs, and the questions about all of it."""

    provider: str
    names: tuple[str, ...]
    fields: tuple[Field, ...]
    is_unfolded: bool


@dataclass(frozen=True, kw_only=True)
class HoldingsPage:
    """The third step."""

    frame: Frame
    rows: tuple[HoldingRow, ...]
    groups: tuple[GroupRow, ...]
    is_conflict: bool = False

    @property
    def open_count(self) -> int:
        """Assets with an open question."""
        return sum(bool(row.open_count) for row in self.rows)

    @property
    def question_count(self) -> int:
        """All open questions."""
        return sum(row.open_count for row in self.rows)

    @property
    def minutes(self) -> int:
        """How long it takes to answer them one by one."""
        return max(1, round(self.question_count * _SECONDS_EACH / 60))


@pages.get(f"{PATH}/elements")
def holdings() -> Response:
    """Ask about every asset at once."""
    with reading() as desk:
        read = read_holdings(desk)
    return _show(read, form_of(read))


@pages.post(f"{PATH}/elements")
def holdings_keep() -> Response:
    """Keep the answers, and what was missing in the lists; go on, or stay for what was added."""
    with reading() as desk:
        read = read_holdings(desk)
    form = form_of(read)
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
    kept = staying("holdings_kept") if read.assets else following(Step.HOLDINGS)
    return redirect(staying("holdings") if stays else kept)


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
        name_providers(desk.session, desk.actor, form.names(), now=desk.now)
        if form.new_provider.data:
            add_provider(desk.session, desk.actor, form.new_provider.data, now=desk.now)
        if form.new_person.data:
            add_staff(desk.session, desk.actor, form.new_person.data, now=desk.now)
        if goes_on and not adds:
            advance(desk.session, desk.actor, Advance(done=Step.HOLDINGS), now=desk.now)
            _verify(desk)
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


def _verify(desk: Desk) -> None:
    """Have what was never asked about looked up, now that its holder is told: kept as evidence."""
    if not desk.actor.may(Permission.EVIDENCE_PROBE):
        return
    due = list_due(desk.session, desk.actor, now=desk.now)
    never = [each.asset_id for each in due if each.need is Need.NEVER]
    if never:
        request_probe(desk.session, desk.actor, never, services().probe_options, now=desk.now)


def _meanwhile(form: HoldingsForm) -> Response:
    with reading() as desk:
        read = read_holdings(desk)
    fresh = [asset for asset in read.assets if _is_asked(form, asset.id)]
    form.rebase(fresh)
    return _show(read, form, status=_CONFLICT, is_conflict=True)


def _is_asked(form: HoldingsForm, asset_id: UUID) -> bool:
    return f"version_{asset_id.hex}" in form


def _show(
    read: ReadHoldings, form: HoldingsForm, *, status: int = 200, is_conflict: bool = False
) -> Response:
    rows = tuple(_row(form, one, read) for one in read.asked if _is_asked(form, one.asset.id))
    page = HoldingsPage(
        frame=make_frame(Step.HOLDINGS, read.progress),
        rows=rows,
        groups=tuple(_group(form, group, number) for number, group in enumerate(form.groups)),
        is_conflict=is_conflict,
    )
    return make_response(render_template("first_steps/holdings.html", page=page, form=form), status)


def _group(form: HoldingsForm, group: Group, number: int) -> GroupRow:
    fields = form.for_group(group)
    return GroupRow(
        provider=group.provider,
        names=tuple(one.asset.name for one in group.members),
        fields=fields,
        # The first one shows what this is for; what was answered is not hidden again.
        is_unfolded=not number or any(field.data or field.errors for field in fields),
    )


def _row(form: HoldingsForm, one: Asked, read: ReadHoldings) -> HoldingRow:
    asset, kind = one.asset, services().catalogue.kind(one.asset.kind)
    fields = form.fields_of(asset.id)
    open_count = sum(not said for said in one.answers.values())
    is_wrong = any(field.errors for field in fields) or request.args.get("element") == str(asset.id)
    published = one.seen.published_holder
    is_alone = not any(one in group.members for group in form.groups)
    return HoldingRow(
        id=asset.id,
        name=asset.name,
        kind=words().text(kind.short),
        why=why_of(kind, current_language()),
        published=published if whose(published, read.parties) is Whose.ANOTHER else "",
        icon=family_icon(kind.family),
        version=form.version_of(asset.id),
        fields=fields,
        open_count=open_count,
        is_unfolded=is_wrong or (bool(open_count) and asset.importance == _VITAL and is_alone),
    )
