"""These figures alone: `python -m tests.bench.full`."""

from tests.bench.full.printing import print_full

print_full()
