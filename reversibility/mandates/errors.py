"""Refusals about mandates."""

from reversibility.kernel.errors import ConflictError, DeniedError, InvalidError, MissingError


class MandateMissingError(MissingError):
    """There is no such mandate in this practice."""

    code = "mandates.mandate_missing"


class MandateInvalidError(InvalidError):
    """A mandate whose period, scope or role does not hold."""

    code = "mandates.invalid"


class MandateRunningError(ConflictError):
    """This person already has a mandate that is not over."""

    code = "mandates.running"


class ColleagueError(ConflictError):
    """This person belongs to the practice itself: a mandate would take rights away."""

    code = "mandates.colleague"


class MandateOverError(DeniedError):
    """The mandate has ended, or has not begun."""

    code = "mandates.over"


class StatementInvalidError(InvalidError):
    """The statement is signed with the full name, and on the text that was shown."""

    code = "mandates.statement_invalid"


class StatementSignedError(ConflictError):
    """The statement of this mandate is signed already."""

    code = "mandates.statement_signed"


class NoteInvalidError(InvalidError):
    """A note that is empty, too long, or cannot be printed."""

    code = "mandates.note_invalid"
