"""Refusals of the letters."""

from reversibility.kernel.errors import ConflictError, InvalidError, MissingError


class LetterMissingError(MissingError):
    """There is no such letter in this practice."""

    code = "letters.letter_missing"


class LetterChangedError(ConflictError):
    """Somebody else changed this letter since it was shown."""

    code = "letters.letter_changed"


class LetterFinalError(ConflictError):
    """The words of a final letter do not change: another one is written."""

    code = "letters.letter_final"


class LetterDraftError(ConflictError):
    """A draft is not sent: it is made final first."""

    code = "letters.letter_draft"


class LetterIncompleteError(InvalidError):
    """Something that the letter must say is missing."""

    code = "letters.incomplete"


class LetterGuardedError(ConflictError):
    """A guard forbids the final version, or a warning was not read."""

    code = "letters.guarded"


class LetterStepError(InvalidError):
    """A day of its life contradicts another."""

    code = "letters.step"
