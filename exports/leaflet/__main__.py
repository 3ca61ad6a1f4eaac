"""Read what a leaflet says (JSON) on standard input, write its PDF on standard output."""

import json
import sys

from exports.leaflet.fitting import fit
from exports.typesetting.limits import serve

if __name__ == "__main__":
    sys.exit(serve("the leaflet", lambda given: fit(json.loads(given))))
