"""Which hypothesis the evidence favours, and how surely: a conditional logit.

Every party of the register is a hypothesis ("the holder is this one"), and so is "somebody else".
Each sentence that speaks for or against a hypothesis has a weight in log-odds (`weights.toml`), a
hypothesis scores the sum of its sentences, and its probability is its share of the exponentials
(McFadden 1974, conditional logit). A party that makes several cases is heard on its best one:
that a name is both the legal and the trading name is one fact, not two.

Weights are fitted on labelled pairs (`tests/calibration`), never by hand; families of pairs that
no weight has seen say how well the probabilities hold (docs/verdicts.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, fsum

from probes.holder.confidence import weights
from probes.interface import HolderClass, Message, Reading

UNLIKE = "OWN10_UNLIKE"
"""What is said of a party that bears no such name: nothing that a reader needs to be told."""


@dataclass(frozen=True, kw_only=True)
class Hypothesis:
    """One answer to "who is the holder?", with the cases that speak of it."""

    role: HolderClass
    cases: tuple[tuple[Message, ...], ...]
    """At least one; the best one counts."""

    def best(self, weights: Mapping[str, float]) -> tuple[Message, ...]:
        """Return the case that speaks best for it."""
        return max(self.cases, key=lambda case: score(case, weights))


def score(case: Sequence[Message], known: Mapping[str, float]) -> float:
    """Add up the weights of the sentences of a case."""
    return fsum(known[said.code] for said in case)


def choose(hypotheses: Sequence[Hypothesis]) -> Reading:
    """Return the likeliest kind of holder, its probability, and the sentences that say why.

    When that is somebody else, what makes the nearest party less likely is said as well.
    """
    known = weights().of
    heard = [(one.role, one.best(known)) for one in hypotheses]
    shares = softmax([score(case, known) + known[role.value] for role, case in heard])
    weighed = sorted(
        ((share, role, case) for share, (role, case) in zip(shares, heard, strict=True)),
        key=lambda each: each[0],
        reverse=True,
    )
    roles = dict.fromkeys(role for _share, role, _case in weighed)
    by_role = {role: fsum(share for share, of, _case in weighed if of is role) for role in roles}
    holder = max(by_role, key=lambda role: by_role[role])
    of_holder = [case for _share, role, case in weighed if role is holder]
    others = [case for _share, role, case in weighed if role is not holder]
    beside = others[0] if holder is HolderClass.THIRD_PARTY and others else ()
    return Reading(
        holder=holder,
        confidence=min(by_role[holder], 1.0),
        reasons=(*of_holder[0], *(said for said in beside if said.code != UNLIKE)),
    )


def softmax(scores: Sequence[float]) -> list[float]:
    """Return shares that add up to 1, larger for larger scores."""
    highest = max(scores)
    powers = [exp(each - highest) for each in scores]
    whole = fsum(powers)  # whatever the order of the parties
    return [power / whole for power in powers]
