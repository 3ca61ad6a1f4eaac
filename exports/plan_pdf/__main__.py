"""Read a dossier (JSON) on standard input, write its PDF on standard output, within limits.

python -m exports.plan_pdf < dossier.json > exit-plan.pdf
"""

import sys

from exports.dossier import from_json
from exports.plan_pdf.typeset import typeset
from exports.typesetting.limits import serve

if __name__ == "__main__":
    sys.exit(serve("the plan", lambda given: typeset(from_json(given))))
