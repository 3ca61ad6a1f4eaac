"""What contracts were found to say, or not, of handing back."""

from collections.abc import Collection, Mapping

from reversibility.catalogues.clauses import clauses
from reversibility.catalogues.models import Text
from reversibility.contracts.models import ClauseReply
from reversibility.findings.answers import FINE, Answer, Fires, Predicate, Unknown
from reversibility.findings.facts import Agreement, RegisterFacts

_HANDOVER = ("C06", "C07", "C08")
"""Handing back whatever ends the contract, in what time, in what format."""
_PERSONAL_DATA = ("C20",)
_MISSING = {ClauseReply.NO, ClauseReply.SILENT}


def handover_is_not_agreed(agreement: Agreement, register: RegisterFacts) -> Answer:
    """R-20: somebody read that the contract says nothing of handing back, or refuses it."""
    return _told(agreement, register, _HANDOVER)


def end_of_personal_data_is_not_agreed(agreement: Agreement, register: RegisterFacts) -> Answer:
    """R-39: the contract does not say what becomes of personal data at its end."""
    return _told(agreement, register, _PERSONAL_DATA)


def _told(agreement: Agreement, register: RegisterFacts, wanted: tuple[str, ...]) -> Answer:
    if agreement.ends_on is not None and agreement.ends_on < register.today:
        return None
    missing = [clause for clause in wanted if agreement.clauses.get(clause) in _MISSING]
    if missing:
        return Fires(values={"clauses": _titles(missing), "count": len(missing)})
    unread = {None, ClauseReply.UNKNOWN}
    asked = [clause for clause in wanted if agreement.clauses.get(clause) in unread]
    if asked:
        return Unknown(values={"clauses": _titles(asked), "count": len(asked)})
    return FINE


def _titles(ids: Collection[str]) -> Text:
    found = [clause.title for clause in map(clauses().find, ids) if clause is not None]
    return Text(fr=", ".join(each.fr for each in found), en=", ".join(each.en for each in found))


PREDICATES: Mapping[str, Predicate] = {
    "R-20": handover_is_not_agreed,
    "R-39": end_of_personal_data_is_not_agreed,
}
