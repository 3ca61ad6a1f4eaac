"""What falls due in the next ninety days, the nearest first."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from flask import url_for

from reversibility.catalogues.letters import letters
from reversibility.catalogues.models import AttributeType
from reversibility.contracts.queries import ContractSheet
from reversibility.evidence.declarations import ATTRIBUTES
from reversibility.evidence.standing import Standing
from reversibility.exits.letters.queries import AwaitedAnswer
from reversibility.exits.requests.awaited import AwaitedRequest
from reversibility.findings.models import Finding
from reversibility.mandates.queries import MandateSheet
from reversibility.mandates.rules import MandateState
from reversibility.web.languages import current_language, gettext, lazy_gettext, ngettext
from reversibility.web.parts import DueLine

_AHEAD, _BEHIND = timedelta(days=90), timedelta(days=30)
"""What is past stays for a month: it is still to be done."""
_RUNNING = {MandateState.IN_FORCE, MandateState.UPCOMING}
# What a form asks for as a day that comes; other days are of things that were done.
_COMING: Mapping[str, str] = {
    "renews_on": lazy_gettext("Renouvellement"),
    "renewal": lazy_gettext("Renouvellement"),
    "plan_renewal": lazy_gettext("Renouvellement de l’abonnement"),
    "contract_end": lazy_gettext("Fin de l’abonnement"),
    "commitment_end": lazy_gettext("Fin de l’engagement"),
    "lease_end": lazy_gettext("Fin de la location"),
    "trademark_expiry": lazy_gettext("Expiration de la marque"),
    "host_certificate_end": lazy_gettext("Fin du certificat HDS"),
}


@dataclass(frozen=True, kw_only=True)
class Awaited:
    """What providers are waited for."""

    answers: Collection[AwaitedAnswer] = ()
    """To letters."""
    requests: Collection[AwaitedRequest] = ()
    """To hand something over."""


def due_lines(
    standings: Collection[Standing],
    contracts: Collection[ContractSheet],
    mandates: Collection[MandateSheet],
    findings: Collection[Finding],
    *,
    today: date,
    awaited: Awaited | None = None,
) -> tuple[DueLine, ...]:
    """List every day that counts from a month ago to ninety days ahead."""
    found = [
        *_expiries(standings),
        *_attributes(standings),
        *_contracts(contracts),
        *_mandates(mandates),
        *_accepted(findings),
        *_answers(awaited.answers if awaited else ()),
        *_requests(awaited.requests if awaited else ()),
    ]
    lines = [_line(*each, today=today) for each in found if _is_near(each[0], today)]
    return tuple(sorted(lines, key=lambda line: (line.day, line.title)))


_Due = tuple[date, str, str, str]
"""The day, what it is, of what, and where it stands."""


def _line(day: date, title: str, detail: str, href: str, *, today: date) -> DueLine:
    return DueLine(day=day, days_left=(day - today).days, title=title, detail=detail, href=href)


def _is_near(day: date, today: date) -> bool:
    return today - _BEHIND <= day <= today + _AHEAD


def _expiries(standings: Collection[Standing]) -> Iterator[_Due]:
    for each in standings:
        if each.next_date is not None:
            yield each.next_date, gettext("Expiration"), each.asset.name, _asset(each)


def _attributes(standings: Collection[Standing]) -> Iterator[_Due]:
    for each in standings:
        for attribute in each.kind.attributes:
            if attribute.type is not AttributeType.DATE or attribute.id in ATTRIBUTES.values():
                continue
            day, title = _day(each.asset.attributes.get(attribute.id)), _COMING.get(attribute.id)
            if day is not None and title is not None:
                yield day, str(title), each.asset.name, _asset(each)


def _asset(standing: Standing) -> str:
    return url_for("assets.show", asset_id=standing.asset.id)


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _contracts(contracts: Collection[ContractSheet]) -> Iterator[_Due]:
    for contract in contracts:
        href = url_for("contracts.show", contract_id=contract.id)
        name = f"{contract.title}, {contract.provider.name}"
        ahead = contract.dates.deadline
        if ahead is not None:
            yield ahead.last_day, gettext("Dernier jour pour dénoncer"), name, href
        if contract.ends_on is not None:
            yield contract.ends_on, gettext("Échéance du contrat"), name, href


def _mandates(mandates: Collection[MandateSheet]) -> Iterator[_Due]:
    for mandate in mandates:
        if mandate.state in _RUNNING:
            href = url_for("mandates.show", mandate_id=mandate.id)
            yield mandate.ends_on, gettext("Fin d’un mandat"), mandate.person, href


def _answers(answers: Collection[AwaitedAnswer]) -> Iterator[_Due]:
    for each in answers:
        title = gettext("Fin d’un délai de réponse")
        if each.computation.is_past:
            title = gettext("Délai de réponse passé\u00a0: préparez la suite")
        letter = letters().letters[each.kind].title.in_(current_language())
        href = url_for("letters.show", letter_id=each.letter_id)
        yield each.computation.last_day, title, f"{letter}, {each.provider}", href


def _requests(requests: Collection[AwaitedRequest]) -> Iterator[_Due]:
    for each in requests:
        title = gettext("Réponse attendue à une demande de remise")
        if each.is_past:
            title = gettext("Demande de remise\u00a0: le jour est passé, préparez la suite")
        left = ngettext("%(num)s élément sans réponse", "%(num)s éléments sans réponse", each.left)
        href = url_for("handover.show", contract_id=each.contract_id, request_id=each.request_id)
        yield each.answer_by, title, f"{left}, {each.provider}", href


def _accepted(findings: Collection[Finding]) -> Iterator[_Due]:
    for finding in findings:
        if finding.acceptance is not None:
            title = gettext("Point laissé en l’état, à revoir")
            detail = f"{finding.rule.title.in_(current_language())}, {finding.subject_name}"
            href = url_for("findings.show_all", etat="laisses")
            yield finding.acceptance.until, title, detail, href
