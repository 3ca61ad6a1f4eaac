"""Read what was seen and what it says, for pages and for what leaves the house."""

from reversibility.evidence.queries.answers import (
    ObservationLine,
    RawAnswer,
    get_raw,
    list_answers,
    list_raw,
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
    "AssetEvidence",
    "BasisLine",
    "EarlierVerdict",
    "ObservationLine",
    "ProofContent",
    "ProofLine",
    "RawAnswer",
    "VerdictLine",
    "WithdrawalLine",
    "get_asset_evidence",
    "get_proof",
    "get_raw",
    "latest_verdicts",
    "list_answers",
    "list_contents",
    "list_proofs",
    "list_raw",
    "verdicts_on",
]
