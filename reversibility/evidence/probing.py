"""Ask the public systems about an asset. No session: nothing is awaited inside a transaction."""

from probes import judge as judging
from probes import registry
from probes.cases import attach
from probes.errors import NameRefusedError as NameRefusedByProbesError
from probes.interface import Survey, Verdict
from probes.options import ProbeOptions
from reversibility.evidence.declarations import Inquiry
from reversibility.evidence.errors import NameRefusedError


def observe(inquiry: Inquiry, options: ProbeOptions) -> Survey:
    """Ask who can answer about one asset; what the cases find stands beside the answers.

    Raises NameRefusedError when its name is none to probe.
    """
    target = inquiry.target
    try:
        survey = registry.observe(
            target.name,
            options,
            site_host=target.site_host,
            sources=inquiry.sources,
            in_depth=True,
        )
    except NameRefusedByProbesError as error:
        raise NameRefusedError(error.code, error.params) from error
    return attach(survey)


def judge(survey: Survey, inquiry: Inquiry) -> tuple[Verdict, ...]:
    """Compare what was seen with what is declared, on the fields of this kind of asset."""
    verdicts = judging.judge(survey, inquiry.declaration, inquiry.practice, inquiry.providers)
    return tuple(verdict for verdict in verdicts if verdict.field in inquiry.fields)
