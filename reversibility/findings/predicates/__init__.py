"""What makes each rule fire: one pure function per rule of `data/rules.toml`, by its id.

A predicate is given what its rule is about and the register as a whole. It answers `FINE`, `Fires`
with the fact that made it fire, `Unknown` where the register does not say, or None where the
question does not arise.
"""

from collections.abc import Mapping

from reversibility.findings.answers import Predicate
from reversibility.findings.predicates import (
    accesses,
    agreements,
    copies,
    dates,
    providers,
    things,
    titles,
)

PREDICATES: Mapping[str, Predicate] = {
    **titles.PREDICATES,
    **accesses.PREDICATES,
    **dates.PREDICATES,
    **copies.PREDICATES,
    **things.PREDICATES,
    **providers.PREDICATES,
    **agreements.PREDICATES,
}
