"""Declared against observed: one verdict for each field of a name (docs/verdicts.md)."""

from collections.abc import Sequence

from probes.interface import Declaration, Identity, Survey, Verdict
from probes.judge.certificate import judge_certificate
from probes.judge.holder import judge_holder
from probes.judge.mail_host import judge_mail_host
from probes.judge.name_servers import judge_name_servers
from probes.judge.registered import judge_expiry, judge_lock, judge_registrar


def judge(
    survey: Survey,
    declaration: Declaration,
    practice: Identity,
    providers: Sequence[Identity] = (),
) -> tuple[Verdict, ...]:
    """Compare a declaration with what was seen; no verdict where nothing is declared nor seen."""
    verdicts = (
        judge_holder(survey, declaration, practice, providers),
        judge_registrar(survey, declaration),
        judge_expiry(survey, declaration),
        judge_name_servers(survey, declaration),
        judge_mail_host(survey, declaration),
        judge_certificate(survey, declaration),
        judge_lock(survey, declaration),
    )
    return tuple(verdict for verdict in verdicts if verdict is not None)
