"""Refusals of the evidence."""

from collections.abc import Mapping

from reversibility.kernel.errors import ConflictError, InvalidError, MissingError


class ObservationMissingError(MissingError):
    """There is no such observation in this practice."""

    code = "evidence.observation_missing"


class NotProbedError(InvalidError):
    """Nothing public can be asked about this asset: its kind, or no name is declared."""

    code = "evidence.not_probed"


class NameRefusedError(InvalidError):
    """The declared name is not one to probe; code and parameters are the probes' own."""

    def __init__(self, code: str, params: Mapping[str, str]) -> None:
        super().__init__()
        self.code, self.params = code, dict(params)


class DraftMissingError(MissingError):
    """There is no draft: no such run in this practice, or it has not ended."""

    code = "evidence.draft_missing"


class DigestDiffersError(ConflictError):
    """The bytes of an answer do not have the digest they came with: nothing of it is kept."""

    code = "evidence.digest_differs"


class BasisMissingError(ConflictError):
    """A verdict names an observation that is not among those it was judged from."""

    code = "evidence.basis_missing"


class ChangeMissingError(MissingError):
    """There is no such change in this practice."""

    code = "evidence.change_missing"


class ChangeNoteInvalidError(InvalidError):
    """What was said of a change cannot be kept; `fields` says what and why."""

    code = "evidence.change_note_invalid"


class ProofMissingError(MissingError):
    """There is no such document in this practice, or it was withdrawn."""

    code = "evidence.proof_missing"


class ProofInvalidError(InvalidError):
    """The document, or what was said of it, cannot be kept; `fields` says what and why."""

    code = "evidence.proof_invalid"


class ProofWithdrawnError(ConflictError):
    """The document was withdrawn already."""

    code = "evidence.proof_withdrawn"


class ChallengeMissingError(MissingError):
    """There is no such challenge in this practice."""

    code = "evidence.challenge_missing"


class ChallengeNotOfferedError(InvalidError):
    """Control of this asset cannot be shown by placing something: its kind, or no name."""

    code = "evidence.challenge_not_offered"


class ChallengeOverError(ConflictError):
    """The challenge was cancelled, its time is up, or its asset bears another name by now."""

    code = "evidence.challenge_over"


class ControlNotShownError(ConflictError):
    """Nothing has shown control of this asset within the last hour."""

    code = "evidence.control_not_shown"
