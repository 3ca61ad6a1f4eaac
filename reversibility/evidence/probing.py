"""Ask the public systems about assets. No session: nothing is awaited inside a transaction."""

from contextlib import AbstractAsyncContextManager

from probes import judge as judging
from probes import registry
from probes.cases import attach
from probes.errors import NameRefusedError as NameRefusedByProbesError
from probes.interface import Survey, Verdict
from probes.options import ProbeOptions
from probes.pacing.ledger import Ledger
from probes.pacing.pacer import Patience
from reversibility.evidence.declarations import Inquiry
from reversibility.evidence.errors import NameRefusedError

Asking = registry.Sitting
"""A sitting in which many assets are asked about."""
_SOMEBODY_WAITS = Patience(seconds=10.0, again=1)
_NOBODY_WAITS = Patience(seconds=60.0, again=2)


def asking(options: ProbeOptions, ledger: Ledger) -> AbstractAsyncContextManager[Asking]:
    """Open a sitting for any number of assets; registries are asked when their turn comes."""
    return registry.sitting(options, ledger=ledger)


async def observe(inquiry: Inquiry, open_sitting: Asking, *, is_awaited: bool) -> Survey:
    """Ask who can answer about one asset; what the cases find stands beside the answers.

    `is_awaited`: somebody looks at the page, and is told how long rather than kept waiting.
    Raises NameRefusedError when its name is none to probe.
    """
    target = inquiry.target
    try:
        survey = await open_sitting.observe(
            target.name,
            site_host=target.site_host,
            sources=inquiry.sources,
            in_depth=True,
            patience=_SOMEBODY_WAITS if is_awaited else _NOBODY_WAITS,
        )
    except NameRefusedByProbesError as error:
        raise NameRefusedError(error.code, error.params) from error
    return attach(survey)


def judge(survey: Survey, inquiry: Inquiry) -> tuple[Verdict, ...]:
    """Compare what was seen with what is declared, on the fields of this kind of asset."""
    verdicts = judging.judge(survey, inquiry.declaration, inquiry.practice, inquiry.providers)
    return tuple(verdict for verdict in verdicts if verdict.field in inquiry.fields)
