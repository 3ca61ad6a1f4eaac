"""Fit the weights of the evidence on the training pairs: `python -m tests.calibration.fit`.

Maximum likelihood of a conditional logit with a Gaussian prior on every weight, by gradient ascent
(Adam), in plain Python: some forty weights, some ten thousand pairs, a minute. The same pairs and
seed give the same file, `probes/holder/weights.toml`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp, log
from pathlib import Path

from probes.holder.parties import Party, parties
from probes.holder.published import Published, holder_contacts, read_published
from probes.holder.read import hypotheses, read_stated
from probes.interface import Contact, HolderClass, Message, Registration
from probes.texts import texts
from tests.calibration.generate import generate
from tests.calibration.pairs import Pair, load
from tests.probes.holder.scenarios import scenarios

HERE = Path(__file__).parent
FILE = HERE.parents[1] / "probes" / "holder" / "weights.toml"
GENERATED, SEED = 6_000, 20_261_130
GENERATED_WEIGHT = 0.25
"""A generator knows how names are spoilt, not how often strangers share them."""
HAND_WEIGHT = 8.0
"""A hand-written pair counts for so many generated ones: they are few, and chosen to be hard."""
CLERK_WEIGHT = 60.0
"""What a clerk would conclude stands for experience that no generator has."""
OPEN_SHARE = 0.6
"""Of a scenario that a clerk leaves open: how often it is what it looks like."""
STATED_RIGHT, STATED_PAIRS = 0.98, 20.0
"""What the source says outright is taken to be right so often, as if so many pairs had shown it."""
PRIOR = 3.0
"""Standard deviation of a weight before anything is seen, in log-odds."""
ROUNDS, STEP = 400, 0.05
THRESHOLD = 0.875

HEADER = """\
# Weights of the evidence on who the holder is, in log-odds. Fitted, not chosen: see choice.py, and
# tests/calibration for the pairs and the fit. Codes are those of messages.toml.

# At or above this probability the holder is decided.
threshold = {threshold}
"""

# What may stand in a case, seen in a pair or not: a sentence that no pair has weighs nothing.
STATED = sorted(code for code in texts() if code.startswith(("OWN01", "OWN02", "OWN03", "OWN04")))
EVIDENCE = sorted(code for code in texts() if code.startswith("OWN") and code not in STATED)
ROLES = (HolderClass.PRACTICE.value, HolderClass.PROVIDER.value, HolderClass.THIRD_PARTY.value)


@dataclass(frozen=True, kw_only=True)
class Example:
    """One pair as the fit sees it: the cases of each hypothesis, as codes, and the truth."""

    heard: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]
    truth: str
    counts: float


def main() -> None:
    """Fit, say how well, and write the file."""
    hand = load(HERE / "training")
    pairs = [(pair, HAND_WEIGHT) for pair in hand]
    pairs += [(pair, GENERATED_WEIGHT) for pair in generate(GENERATED, SEED)]
    examples = [*_examples(pairs), *_examples(_scenarios())]
    fitted = fit(examples)
    FILE.write_text(_written(fitted, _stated([*pairs, *_scenarios()])), encoding="utf-8")
    print(f"{len(examples)} pairs, mean log-likelihood {likelihood(examples, fitted):.3f}")


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """Return the weight of each code and role."""
    names = sorted({*EVIDENCE, *ROLES, *(code for each in examples for code in _codes(each))})
    weights = dict.fromkeys(names, 0.0)
    first, second = dict.fromkeys(names, 0.0), dict.fromkeys(names, 0.0)
    total = sum(example.counts for example in examples)
    for turn in range(1, ROUNDS + 1):
        slope = {name: -weights[name] / (PRIOR**2 * total) for name in names}
        for example in examples:
            for name, value in _slope(example, weights):
                slope[name] += value * example.counts / total
        for name in names:
            first[name] = 0.9 * first[name] + 0.1 * slope[name]
            second[name] = 0.999 * second[name] + 0.001 * slope[name] ** 2
            lead, spread = first[name] / (1 - 0.9**turn), second[name] / (1 - 0.999**turn)
            weights[name] += STEP * lead / (spread**0.5 + 1e-8)
            weights[name] = _with_its_sign(name, weights[name])
    return weights


def _with_its_sign(name: str, weight: float) -> float:
    """Keep what ties from speaking against, and what sets apart from speaking for."""
    if name.startswith(("OWN11_SAME", "OWN11_NEAR")):
        return max(weight, 0.0)
    return min(weight, 0.0) if name.startswith("OWN11_OTHER") else weight


def likelihood(examples: Iterable[Example], weights: Mapping[str, float]) -> float:
    """Return the mean log-probability of the truth."""
    found = [(log(max(_truth_share(each, weights), 1e-12)), each.counts) for each in examples]
    return sum(value * counts for value, counts in found) / sum(counts for _value, counts in found)


def _truth_share(example: Example, weights: Mapping[str, float]) -> float:
    shares = _shares(example, weights)
    return sum(share for share, role, _case in shares if role == example.truth)


def _shares(
    example: Example, weights: Mapping[str, float]
) -> list[tuple[float, str, tuple[str, ...]]]:
    best = [
        max(((sum(weights[c] for c in case), case) for case in cases), key=lambda each: each[0])
        for _role, cases in example.heard
    ]
    scores = [
        value + weights[role]
        for (value, _case), (role, _cases) in zip(best, example.heard, strict=True)
    ]
    highest = max(scores)
    powers = [exp(each - highest) for each in scores]
    whole = sum(powers)
    return [
        (power / whole, role, case)
        for power, (role, _cases), (_value, case) in zip(powers, example.heard, best, strict=True)
    ]


def _slope(example: Example, weights: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """Yield the slope of the log-likelihood along each weight that the example touches."""
    shares = _shares(example, weights)
    right = sum(share for share, role, _case in shares if role == example.truth)
    for share, role, case in shares:
        wanted = share / right if role == example.truth and right > 0 else 0.0
        for code in (*case, role):
            yield code, wanted - share


def _codes(example: Example) -> Iterator[str]:
    for role, cases in example.heard:
        yield role
        for case in cases:
            yield from case


def _examples(pairs: Iterable[tuple[Pair, float]]) -> Iterator[Example]:
    """Yield the pairs that have names to weigh and a truth among the hypotheses."""
    for pair, counts in pairs:
        known = parties(pair.practice, pair.providers)
        for contact in holder_contacts(pair.registration)[:1]:
            published = _published(contact, pair, known)
            if read_stated(published, known):
                continue
            heard = tuple(
                (one.role.value, tuple(map(_of, one.cases))) for one in hypotheses(published, known)
            )
            if pair.holder.value in {role for role, _cases in heard}:
                yield Example(heard=heard, truth=pair.holder.value, counts=counts)


def _scenarios() -> Iterator[tuple[Pair, float]]:
    """Yield the clerk's scenarios; one left open is half one class, half the other."""
    for scenario in scenarios():
        pair = Pair(
            id=scenario.id,
            family="scenarios",
            practice=scenario.practice,
            providers=scenario.providers,
            registration=Registration(registrant=scenario.contact),
            holder=scenario.holder,
            is_open=not scenario.decided,
            why="",
        )
        if scenario.decided:
            yield pair, CLERK_WEIGHT
        else:
            yield pair, CLERK_WEIGHT * OPEN_SHARE
            yield replace(pair, holder=_OTHER[pair.holder]), CLERK_WEIGHT * (1 - OPEN_SHARE)


_OTHER = {
    HolderClass.PRACTICE: HolderClass.THIRD_PARTY,
    HolderClass.PROVIDER: HolderClass.THIRD_PARTY,
    HolderClass.THIRD_PARTY: HolderClass.PRACTICE,
}


def _published(contact: Contact, pair: Pair, known: Sequence[Party]) -> Published:
    names = [name for party in known for name in party.names]
    return read_published(contact, pair.registration.privacy, names)


def _of(case: tuple[Message, ...]) -> tuple[str, ...]:
    return tuple(said.code for said in case)


def _stated(pairs: Iterable[tuple[Pair, float]]) -> dict[str, float]:
    """Return how often each sentence that states the holder is right, with a beta prior."""
    right: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for pair, counts in pairs:
        known = parties(pair.practice, pair.providers)
        for contact in holder_contacts(pair.registration)[:1]:
            reading = read_stated(_published(contact, pair, known), known)
            if reading:
                code = reading.reasons[0].code
                seen[code] += counts
                right[code] += counts * (reading.holder is pair.holder)
    return {
        code: (right[code] + _expected(code) * STATED_PAIRS) / (seen[code] + STATED_PAIRS)
        for code in STATED
    }


def _expected(code: str) -> float:
    """Return how often a sentence is right before any pair is seen; one that names two, half."""
    return 0.5 if "SEVERAL" in code else STATED_RIGHT


def _written(weights: Mapping[str, float], stated: Mapping[str, float]) -> str:
    lines = [HEADER.format(threshold=THRESHOLD), "[stated]"]
    lines += [f"{code} = {value:.3f}" for code, value in stated.items()]
    lines += ["", "[weights]"]
    lines += [f"{code} = {value:.2f}" for code, value in weights.items()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
