"""Read what was seen and what it says, for pages and for what leaves the house."""

from reversibility.evidence.queries.answers import (
    ObservationLine,
    RawAnswer,
    get_raw,
    list_answers,
    list_raw,
)
from reversibility.evidence.queries.challenges import (
    CHALLENGED,
    ChallengeSheet,
    Method,
    Outcome,
    Stage,
    find_challenge,
    list_to_look_at_again,
    require_control,
)
from reversibility.evidence.queries.changes import (
    AnswerRef,
    ChangeLine,
    ChangeNoteLine,
    WantedChanges,
    count_changes,
    get_change,
    list_changes,
    recent_changes,
)
from reversibility.evidence.queries.proofs import (
    ProofContent,
    ProofLine,
    WithdrawalLine,
    get_proof,
    list_contents,
    list_proofs,
)
from reversibility.evidence.queries.sheet import AssetEvidence, get_asset_evidence
from reversibility.evidence.queries.verdicts import (
    STALE_AFTER,
    BasisLine,
    EarlierVerdict,
    VerdictLine,
    latest_verdicts,
    verdicts_on,
)

__all__ = [
    "CHALLENGED",
    "STALE_AFTER",
    "AnswerRef",
    "AssetEvidence",
    "BasisLine",
    "ChallengeSheet",
    "ChangeLine",
    "ChangeNoteLine",
    "EarlierVerdict",
    "Method",
    "ObservationLine",
    "Outcome",
    "ProofContent",
    "ProofLine",
    "RawAnswer",
    "Stage",
    "VerdictLine",
    "WantedChanges",
    "WithdrawalLine",
    "count_changes",
    "find_challenge",
    "get_asset_evidence",
    "get_change",
    "get_proof",
    "get_raw",
    "latest_verdicts",
    "list_answers",
    "list_changes",
    "list_contents",
    "list_proofs",
    "list_raw",
    "list_to_look_at_again",
    "recent_changes",
    "require_control",
    "verdicts_on",
]
