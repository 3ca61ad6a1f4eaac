"""What is said of plans that the service makes by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for

from reversibility.contracts.queries import ContractSheet
from reversibility.exits.ahead.models import Outcome
from reversibility.exits.ahead.queries import AheadLine
from reversibility.exits.ahead.rules import nearing_of, next_step
from reversibility.web.filters import date_long, local_day
from reversibility.web.languages import gettext, ngettext


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A plan that stands ready, for the home page."""

    sentence: str
    href: str


@dataclass(frozen=True, kw_only=True)
class AheadPart:
    """What the page of a contract says of them."""

    said: tuple[str, ...]
    next: str


def prepared(contracts: Iterable[ContractSheet], *, today: date) -> tuple[Prepared, ...]:
    """Say which plans stand ready for a date that is ahead, the nearest first."""
    ready = [
        (contract.plan_ready_for, contract)
        for contract in contracts
        if contract.plan_ready_for is not None and contract.plan_ready_for >= today
    ]
    return tuple(_prepared(day, each) for day, each in sorted(ready, key=lambda pair: pair[0]))


def _prepared(day: date, contract: ContractSheet) -> Prepared:
    on, provider = date_long(day), contract.provider.name
    if day == contract.ends_on:
        sentence = gettext(
            "Le plan de sortie du contrat avec %(provider)s est prêt\u00a0: échéance le %(on)s.",
            provider=provider,
            on=on,
        )
    else:
        sentence = gettext(
            "Le plan de sortie du contrat avec %(provider)s est prêt\u00a0: dernier jour pour "
            "dénoncer, le %(on)s.",
            provider=provider,
            on=on,
        )
    href = url_for("contracts.show", contract_id=contract.id, _anchor="documents")
    return Prepared(sentence=sentence, href=href)


def ahead_part(lines: Sequence[AheadLine], contract: ContractSheet) -> AheadPart:
    """Say what was made by itself for a contract, and what comes next."""
    said = tuple(filter(None, map(_said, lines)))
    return AheadPart(said=said, next=_next(lines, contract))


def _said(line: AheadLine) -> str:
    if line.outcome is None or line.ended_at is None:
        return ""
    texts = {
        Outcome.MADE: ngettext(
            "Le %(day)s, un jour avant la date du %(on)s\u00a0: édition "
            "n°\u00a0%(number)s préparée.",
            "Le %(day)s, %(num)s jours avant la date du %(on)s ou plus près\u00a0: édition "
            "n°\u00a0%(number)s préparée.",
            line.days_before,
            day=date_long(local_day(line.ended_at)),
            on=date_long(line.date_on),
            number=line.number,
        ),
        Outcome.UNCHANGED: gettext(
            "Le %(day)s\u00a0: le registre n’avait pas changé, le plan précédent vaut toujours.",
            day=date_long(local_day(line.ended_at)),
        ),
    }
    return texts[line.outcome]


def _next(lines: Sequence[AheadLine], contract: ContractSheet) -> str:
    days = contract.plan_ahead_days
    if not days:
        return gettext("Le service ne prépare pas ce plan de lui-même.")
    near = nearing_of(contract.dates)
    if near is None:
        return gettext(
            "Le service prépare ce plan de lui-même %(days)s\u00a0jours avant l’échéance, dès que "
            "celle-ci est connue.",
            days=days,
        )
    done = [line.days_before for line in lines if line.date_on == near.on]
    step = next_step(near, days, done)
    if step is None:
        return gettext(
            "Plus aucune préparation n’est prévue avant le %(on)s.", on=date_long(near.on)
        )
    return gettext(
        "Le service le préparera de lui-même le %(day)s, %(days)s\u00a0jours avant le %(on)s.",
        day=date_long(near.on - timedelta(days=step)),
        days=step,
        on=date_long(near.on),
    )
