"""Ask the public systems about an asset. No session: nothing is awaited inside a transaction."""

from probes import judge as judging
from probes import registry
from probes.errors import NameRefusedError as NameRefusedByProbesError
from probes.interface import Survey, Verdict
from probes.options import ProbeOptions
from reversibility.evidence.declarations import Inquiry, Target
from reversibility.evidence.errors import NameRefusedError


def observe(target: Target, options: ProbeOptions) -> Survey:
    """Ask every source about one name; raises NameRefusedError when it is not one to probe."""
    try:
        return registry.observe(target.name, options, site_host=target.site_host)
    except NameRefusedByProbesError as error:
        raise NameRefusedError(error.code, error.params) from error


def judge(survey: Survey, inquiry: Inquiry) -> tuple[Verdict, ...]:
    """Compare what was seen with what is declared, on the fields of this kind of asset."""
    verdicts = judging.judge(survey, inquiry.declaration, inquiry.practice, inquiry.providers)
    return tuple(verdict for verdict in verdicts if verdict.field in inquiry.fields)
