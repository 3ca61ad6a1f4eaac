"""What was compared with the same declaration gave another result."""

from dataclasses import dataclass

from probes.changes.model import Told
from probes.interface import Verdict, VerdictField, VerdictState

_SILENT = VerdictState.UNREACHABLE


@dataclass(frozen=True, kw_only=True)
class ResultBefore:
    """The last result of the same field that rests on an answer."""

    state: VerdictState
    declaration_digest: str
    observed: str


def result_change(
    before: ResultBefore, verdict: Verdict, *, declaration_digest: str
) -> Told | None:
    """Tell of another result; nothing where the declaration changed or nobody answered.

    The result on the holder also hangs on what the practice says of itself: where the published
    holder reads as before, it is that which changed.
    """
    is_own_act = declaration_digest != before.declaration_digest or (
        verdict.field is VerdictField.HOLDER and verdict.observed == before.observed
    )
    if is_own_act or _SILENT in (before.state, verdict.state) or before.state is verdict.state:
        return None
    return Told(
        code=_CODES.get(verdict.state, "CHG11_RESULT_OPEN"),
        before=f"result_{before.state.value}",
        after=f"result_{verdict.state.value}",
    )


_CODES = {
    VerdictState.CONFIRMED: "CHG11_RESULT_CONFIRMED",
    VerdictState.CONTRADICTED: "CHG11_RESULT_CONTRADICTED",
}
