"""Who belongs to the practice: the list, a member's role and end, invitations."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, make_response, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

from reversibility.accounts import invitations
from reversibility.accounts.errors import InvitationMissingError
from reversibility.accounts.invitations import InvitationDraft, IssuedInvitation
from reversibility.accounts.members import MemberEdit, change_role, set_end
from reversibility.accounts.queries import (
    InvitationLine,
    MemberLine,
    get_member_line,
    list_invitations,
    list_members,
)
from reversibility.http.mailing import sends_mail
from reversibility.http.refusals import sentence
from reversibility.http.seat import Desk, reading, services, writing
from reversibility.kernel.actor import Permission, Role
from reversibility.kernel.errors import ConflictError, InvalidError, RefusedError
from reversibility.web.filters import local_day
from reversibility.web.forms.membership import NO_END, NOW, EndForm, InviteForm, RoleForm
from reversibility.web.inviting import mail_invitation
from reversibility.web.languages import current_language, gettext
from reversibility.web.members import members_only

pages = members_only(Blueprint("membership", __name__, url_prefix="/membres"))
_LINK = "invitation_link"


@dataclass(frozen=True, kw_only=True)
class MembersPage:
    """Who belongs, who belonged, who was invited."""

    present: tuple[MemberLine, ...]
    past: tuple[MemberLine, ...]
    invited: tuple[InvitationLine, ...]
    may_manage: bool
    last_days: dict[UUID, date]
    """The last day of an access whose end is planned."""


@dataclass(frozen=True, kw_only=True)
class MemberPage:
    """One member."""

    line: MemberLine
    last_day: date | None
    is_self: bool


@dataclass(frozen=True, kw_only=True)
class InvitationPage:
    """One invitation; its link is there once, right after it was made."""

    line: InvitationLine
    link: str
    last_day: date | None
    sends_mail: bool


@pages.get("")
def show() -> str:
    """List the members, and the invitations nobody has answered."""
    with reading() as desk:
        lines = list_members(desk.session, desk.actor, now=desk.now)
        invited = list_invitations(desk.session, desk.actor, now=desk.now)
    page = MembersPage(
        present=tuple(line for line in lines if not line.is_over),
        past=tuple(line for line in lines if line.is_over),
        invited=invited,
        may_manage=desk.actor.may(Permission.MEMBER_MANAGE),
        last_days={line.id: _last_day(line.ends_at) for line in lines if line.ends_at},
    )
    return render_template("membership/list.html", page=page)


@pages.get("/inviter")
def ask_invitation() -> Response:
    """Ask whom to invite."""
    with reading() as desk:
        desk.actor.require(Permission.MEMBER_MANAGE)
    return _show_invite(InviteForm())


@pages.post("/inviter")
def invite() -> Response:
    """Invite somebody, mail the link where a mail server is set, and show it once."""
    with reading() as desk:
        desk.actor.require(Permission.MEMBER_MANAGE)
    form = InviteForm()
    if not form.validate():
        return _show_invite(form, status=422)
    draft = InvitationDraft(
        email=form.email.data,
        name=form.name.data,
        role=Role(form.role.data),
        access_ends_at=_evening(form.ends_on.data),
    )
    try:
        with writing() as desk:
            issued = invitations.invite(desk.session, desk.actor, draft, now=desk.now)
    except InvalidError as error:
        form.refuse(error)
        return _show_invite(form, status=422)
    except ConflictError as error:
        form.email.errors = [sentence(error, current_language())]
        return _show_invite(form, status=409)
    return _hand_over(issued)


@pages.get("/invitations/<uuid:invitation_id>")
def show_invitation(invitation_id: UUID) -> str:
    """Show an invitation; its link only once."""
    with reading() as desk:
        desk.actor.require(Permission.MEMBER_MANAGE)
        lines = list_invitations(desk.session, desk.actor, now=desk.now)
    line = next((line for line in lines if line.id == invitation_id), None)
    if line is None:
        raise InvitationMissingError
    known_id, _, token = session.pop(_LINK, "").partition(":")
    page = InvitationPage(
        line=line,
        link=_link(token) if known_id == str(invitation_id) else "",
        last_day=_last_day(line.access_ends_at) if line.access_ends_at else None,
        sends_mail=sends_mail(services().settings),
    )
    return render_template("membership/invitation.html", page=page)


@pages.post("/invitations/<uuid:invitation_id>/lien")
def renew(invitation_id: UUID) -> Response:
    """Make a new link; the earlier one stops working."""
    with writing() as desk:
        issued = invitations.renew(desk.session, desk.actor, invitation_id, now=desk.now)
    return _hand_over(issued)


@pages.post("/invitations/<uuid:invitation_id>/retirer")
def withdraw(invitation_id: UUID) -> Response:
    """Take an invitation back."""
    with writing() as desk:
        name = invitations.withdraw(desk.session, desk.actor, invitation_id, now=desk.now)
    flash(
        gettext(
            "L’invitation de %(name)s est retirée\u00a0: son lien n’ouvre plus rien.", name=name
        )
    )
    return redirect(url_for("membership.show"))


@pages.get("/<uuid:membership_id>")
def show_member(membership_id: UUID) -> Response:
    """Show a member, and what can be changed."""
    return _show_member(membership_id)


@pages.post("/<uuid:membership_id>/role")
def give_role(membership_id: UUID) -> Response:
    """Give a member another role."""
    form = RoleForm()
    if not form.validate():
        return _show_member(membership_id, role_form=form, status=422)

    def act(desk: Desk, edit: MemberEdit) -> None:
        change_role(desk.session, desk.actor, edit, Role(form.role.data), now=desk.now)

    return _change(membership_id, form.version.data, act) or _done(membership_id)


@pages.post("/<uuid:membership_id>/fin")
def end(membership_id: UUID) -> Response:
    """Let a member's access end, now or on a day; or take a planned end away."""
    form = EndForm()
    if not form.validate():
        return _show_member(membership_id, end_form=form, status=422)

    def act(desk: Desk, edit: MemberEdit) -> None:
        ends_at = {NO_END: None, NOW: desk.now}.get(form.when.data, _evening(form.ends_on.data))
        set_end(desk.session, desk.actor, edit, ends_at, now=desk.now)

    try:
        return _change(membership_id, form.version.data, act) or _done(membership_id)
    except InvalidError as error:
        form.refuse(error)
        return _show_member(membership_id, end_form=form, status=422)


def _change(
    membership_id: UUID, version: str, act: Callable[[Desk, MemberEdit], None]
) -> Response | None:
    edit = MemberEdit(
        membership_id=membership_id, version=int(version) if version.isdecimal() else 0
    )
    try:
        with writing() as desk:
            act(desk, edit)
    except ConflictError as error:
        # The page again, as things stand now: what was typed may no longer be what is wanted.
        flash(sentence(error, current_language()), "problem")
        return _show_member(membership_id, status=409)
    return None


def _done(membership_id: UUID) -> Response:
    # Whoever changed their own role or end may not read this list any more.
    try:
        with reading() as desk:
            line = get_member_line(desk.session, desk.actor, membership_id, now=desk.now)
    except RefusedError:
        return redirect("/")
    flash(_told(line))
    return redirect(url_for("membership.show"))


def _told(line: MemberLine) -> str:
    if line.is_over:
        return gettext("%(name)s n’a plus accès à ce cabinet.", name=line.name)
    return gettext("L’accès de %(name)s est modifié.", name=line.name)


def _show_member(
    membership_id: UUID,
    *,
    role_form: RoleForm | None = None,
    end_form: EndForm | None = None,
    status: int = 200,
) -> Response:
    with reading() as desk:
        desk.actor.require(Permission.MEMBER_MANAGE)
        line = get_member_line(desk.session, desk.actor, membership_id, now=desk.now)
    last_day = _last_day(line.ends_at) if line.ends_at else None
    html = render_template(
        "membership/member.html",
        page=MemberPage(line=line, last_day=last_day, is_self=line.user_id == desk.actor.user_id),
        role_form=role_form or RoleForm.of(line),
        end_form=end_form or EndForm.of(line, last_day),
    )
    return make_response(html, status)


def _show_invite(form: InviteForm, *, status: int = 200) -> Response:
    return make_response(render_template("membership/invite.html", form=form), status)


def _hand_over(issued: IssuedInvitation) -> Response:
    mail_invitation(issued, _link(issued.token))
    session[_LINK] = f"{issued.id}:{issued.token}"
    return redirect(url_for("membership.show_invitation", invitation_id=issued.id))


def _link(token: str) -> str:
    return f"{services().settings.public_url}/invitation/{token}"


def _evening(day: date | None) -> datetime | None:
    # The access lasts until the end of that day where the practice is.
    if day is None:
        return None
    zone = ZoneInfo(services().settings.time_zone)
    return datetime.combine(day + timedelta(days=1), time.min, zone)


def _last_day(ends_at: datetime) -> date:
    return local_day(ends_at - timedelta(microseconds=1))
