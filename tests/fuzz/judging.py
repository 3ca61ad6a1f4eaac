"""The verdicts on an answer that was read from mangled bytes."""

from datetime import date

from probes.interface import Declaration, Parsed, Source
from probes.judge import judge
from probes.texts import render
from tests.probes.judge.surveys import AGENCY, OTHER_AGENCY, PRACTICE, observation, survey

DECLARED = Declaration(
    registrar="Registrar Exemple SAS (IANA 9901)",
    expires_on=date(2027, 3, 1),
    name_servers=("ns1.agence.example",),
    mail_host="messagerie.example",
    lock=True,
)


def judge_what_was_read(parsed: Parsed) -> bool:
    """Judge it and put every reason into words; False when there was nothing to judge."""
    if parsed.registration is None:
        return False
    seen = observation(Source.RDAP, "rdap.nic.example", parsed.state, parsed.registration)
    for verdict in judge(survey(seen), DECLARED, PRACTICE, (AGENCY, OTHER_AGENCY)):
        for reason in verdict.reasons:
            for language in ("fr", "en"):
                render(reason, language)
    return True
