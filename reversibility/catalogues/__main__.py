"""Write the table of completeness of the catalogue: `python -m reversibility.catalogues`."""

import sys

from reversibility.catalogues.completeness import table
from reversibility.catalogues.loader import load_catalogue

sys.stdout.write(table(load_catalogue()))
