"""Mail the link of an invitation, where the operator has set a mail server."""

from flask import current_app, flash

from reversibility.accounts.invitations import (
    IssuedInvitation,
    OpenInvitation,
    note_mailed,
    open_invitation,
)
from reversibility.http.mailing import Mail, MailError, send, sends_mail
from reversibility.http.seat import services, writing
from reversibility.kernel import clock
from reversibility.store.session import transaction
from reversibility.web.filters import date_long
from reversibility.web.forms.membership import ROLE_NAMES
from reversibility.web.languages import gettext


def mail_invitation(issued: IssuedInvitation, link: str) -> None:
    """Send the mail and say what came of it; where a server refuses, the link stays."""
    settings = services().settings
    if not sends_mail(settings):
        return
    with transaction(services().engine, None) as rows:
        shown = open_invitation(rows, issued.token, now=clock.now())
    try:
        send(settings, _mail(shown, link))
    except MailError as error:
        current_app.logger.warning("invitation not mailed: %s", error)
        flash(
            gettext(
                "Le courriel n’a pas pu être envoyé. L’invitation vaut quand même\u00a0: remettez "
                "vous-même le lien ci-dessous, et signalez la panne à l’exploitant du service."
            ),
            "problem",
        )
        return
    with writing() as desk:
        note_mailed(desk.session, desk.actor, issued.id, now=desk.now)
    flash(gettext("Le courriel est parti vers %(email)s.", email=shown.email))


def _mail(shown: OpenInvitation, link: str) -> Mail:
    """Write the mail in the language of whoever invites; the page itself speaks both."""
    text = gettext(
        "Bonjour %(name)s,\n\n"
        "%(inviter)s vous invite à rejoindre «\u00a0%(practice)s\u00a0» dans le registre du "
        "cabinet.\nVotre rôle\u00a0: %(role)s.\n\n"
        "Pour accepter, ouvrez ce lien, qui ne sert qu’une fois et jusqu’au %(until)s\u00a0:\n\n"
        "%(link)s\n\n"
        "Vous ne connaissez pas cette personne\u00a0? Ne faites rien\u00a0: sans votre accord, "
        "rien ne se passe.\n",
        name=shown.name,
        inviter=shown.invited_by,
        practice=shown.practice,
        role=str(ROLE_NAMES[shown.role]),
        until=date_long(shown.expires_at),
        link=link,
    )
    subject = gettext("Invitation à rejoindre %(practice)s", practice=shown.practice)
    return Mail(to=shown.email, subject=subject, text=text)
