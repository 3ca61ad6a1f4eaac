"""Read what was seen and what it says, for pages and for what leaves the house."""

from reversibility.evidence.queries.answers import (
    ObservationLine,
    RawAnswer,
    get_raw,
    list_answers,
    list_raw,
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
    "STALE_AFTER",
    "AnswerRef",
    "AssetEvidence",
    "BasisLine",
    "ChangeLine",
    "ChangeNoteLine",
    "EarlierVerdict",
    "ObservationLine",
    "ProofContent",
    "ProofLine",
    "RawAnswer",
    "VerdictLine",
    "WantedChanges",
    "WithdrawalLine",
    "count_changes",
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
    "recent_changes",
    "verdicts_on",
]
