"""Refusals of the exits."""

from reversibility.kernel.errors import ConflictError, InvalidError, MissingError


class AnnexMissingError(MissingError):
    """There is no such annex in this practice."""

    code = "exits.annex_missing"


class CardChangedError(ConflictError):
    """Somebody else wrote on the emergency card meanwhile."""

    code = "exits.card_changed"


class BundleNotMadeError(ConflictError):
    """The exhibits need more time or memory than one document may take."""

    code = "exits.bundle_not_made"


class ExitMissingError(MissingError):
    """There is no such exit in this practice."""

    code = "exits.exit_missing"


class RequestMissingError(MissingError):
    """There is no such handover request, or item of one, in this practice."""

    code = "exits.request_missing"


class RequestInvalidError(InvalidError):
    """A handover request, or what became of it, cannot be kept as it was given."""

    code = "exits.request_invalid"


class DocumentMissingError(MissingError):
    """There is no such document in this practice."""

    code = "exits.document_missing"


class NothingToLeaveError(ConflictError):
    """The contract covers no asset: there is nothing to plan."""

    code = "exits.nothing_to_leave"


class SilenceUnprovedError(InvalidError):
    """A provider is called silent only after two dated messages without an answer."""

    code = "exits.silence_unproved"


class TargetTooEarlyError(InvalidError):
    """The day by which everything is wanted comes before the first day of the plan."""

    code = "exits.target_too_early"


class TaskMissingError(MissingError):
    """There is no such task in this practice."""

    code = "exits.task_missing"


class TaskChangedError(ConflictError):
    """Somebody else changed this task since it was shown."""

    code = "exits.task_changed"


class TaskNotCheckableError(ConflictError):
    """No public source can tell whether this task is done."""

    code = "exits.task_not_checkable"


class TaskInvalidError(InvalidError):
    """What was entered about a task cannot be kept."""

    code = "exits.task_invalid"


class AnswerInvalidError(InvalidError):
    """There is no such question, or no such answer to it."""

    code = "exits.answer_invalid"
