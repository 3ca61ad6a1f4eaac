"""A process that asks many at once should not stop to tidy up, nor to read its tables."""

import gc

from probes import suffixes
from probes.options import ProbeOptions
from probes.published import countries, values

# Looks at what is under way, some 50,000 objects, for nothing: probes leave none that only the
# collector could free (measured 2026-12-01). 25 ms each time, in which turns go by.
_THRESHOLDS = (100_000, 20, 100)


def keep_steady(options: ProbeOptions | None = None) -> None:
    """Load what the first answers would load, and let the collector leave that alone.

    The tables take 80 ms of the moment in which all lines begin, and a full collection of them and
    of the modules as long again (measured 2026-11-30).
    """
    _load(options or ProbeOptions())
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_THRESHOLDS)


def _load(options: ProbeOptions) -> None:
    values.placeholders()
    countries.country_code("FR")
    for read in (suffixes.icann_suffix, suffixes.any_suffix):
        read("cabinet.fr", (), options.tables.folder)
