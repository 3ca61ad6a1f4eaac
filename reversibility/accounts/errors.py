"""Refusals of the accounts."""

from reversibility.kernel.errors import ConflictError, InvalidError, MissingError


class PracticeMissingError(MissingError):
    """There is no such practice, or the person does not belong to it."""

    code = "accounts.practice_missing"


class PracticeKnownError(ConflictError):
    """A practice with this SIREN or this name is already registered."""

    code = "accounts.practice_known"


class MemberKnownError(ConflictError):
    """This person already belongs to the practice."""

    code = "accounts.member_known"


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
