"""Refusals of the accounts."""

from reversibility.kernel.errors import ConflictError, DeniedError, InvalidError, MissingError


class PracticeChangedError(ConflictError):
    """Somebody else changed the identity of this practice since the form was shown."""

    code = "accounts.practice_changed"


class PracticeMissingError(MissingError):
    """There is no such practice, or the person does not belong to it."""

    code = "accounts.practice_missing"


class SeatMissingError(MissingError):
    """The person belongs to no practice, or no longer to the one they had opened."""

    code = "accounts.seat_missing"


class PracticeKnownError(ConflictError):
    """A practice with this SIREN or this name is already registered."""

    code = "accounts.practice_known"


class MemberKnownError(ConflictError):
    """This person already belongs to the practice."""

    code = "accounts.member_known"


class MemberMissingError(MissingError):
    """Nobody of this practice has this membership."""

    code = "accounts.member_missing"


class MemberChangedError(ConflictError):
    """Somebody else changed this membership since the form was shown."""

    code = "accounts.member_changed"


class MemberGoneError(ConflictError):
    """This membership is over: nothing in it can be changed any more."""

    code = "accounts.member_gone"


class LastOwnerError(ConflictError):
    """A practice keeps at least one owner whose access has no end."""

    code = "accounts.last_owner"


class InvitationMissingError(MissingError):
    """There is no such invitation in this practice."""

    code = "accounts.invitation_missing"


class InvitationPendingError(ConflictError):
    """Somebody was already invited at this address, and the link still works."""

    code = "accounts.invitation_pending"


class InvitationUnknownError(MissingError):
    """No invitation has this link."""

    code = "accounts.invitation_unknown"


class InvitationExpiredError(MissingError):
    """The invitation's time has passed."""

    code = "accounts.invitation_expired"


class InvitationUsedError(MissingError):
    """The invitation was accepted; it works once."""

    code = "accounts.invitation_used"


class InvitationWithdrawnError(MissingError):
    """Whoever invited took the invitation back."""

    code = "accounts.invitation_withdrawn"


class InvitationForAnotherError(DeniedError):
    """Somebody opens an invitation that was made for another address."""

    code = "accounts.invitation_for_another"


class EndInvalidError(InvalidError):
    """The end of an access lies in the past."""

    code = "accounts.end_invalid"


class FirstStartOverError(ConflictError):
    """Somebody has an account already: the first start is over."""

    code = "accounts.first_start_over"


class FirstStartCodeUselessError(DeniedError):
    """The code of the first start was used, replaced, has expired, or was guessed at too often."""

    code = "accounts.first_start_code_useless"


class LinkUselessError(MissingError):
    """The one-time link is unknown, used or expired; the answer is the same for the three."""

    code = "accounts.link_useless"


class PasswordWeakError(InvalidError):
    """The password is too short, too long, or the address itself."""

    code = "accounts.password_weak"


class EmailInvalidError(InvalidError):
    """What was given is no e-mail address."""

    code = "accounts.email_invalid"


class NameInvalidError(InvalidError):
    """What was given is too long for a name, or cannot be printed."""

    code = "accounts.name_invalid"


class TooManyAttemptsError(ConflictError):
    """Too many attempts failed; the next is looked at from `open_at` on."""

    code = "accounts.too_many_attempts"


class SessionMissingError(MissingError):
    """There is no such session, or it is not this person's."""

    code = "accounts.session_missing"


class PasswordWrongError(InvalidError):
    """The present password is not the right one."""

    code = "accounts.password_wrong"


class IdentityTakenError(ConflictError):
    """This person of the provider opens another account, or another opens this one."""

    code = "accounts.identity_taken"
