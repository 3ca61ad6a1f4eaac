"""These figures alone: `python -m tests.bench.distance`."""

from tests.bench.distance.far import print_far

print_far()
