"""`python -m probes`: ask public systems about a name, or read recorded answers."""

import argparse
import sys

from probes import batch


def main() -> int:
    """Run one sub-command; 0 when it did what it was asked."""
    parser = argparse.ArgumentParser(prog="python -m probes", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    parse = commands.add_parser("parse", help="read recorded WHOIS and RDAP answers")
    parse.add_argument(
        "--batch",
        action="store_true",
        required=True,
        help='JSON lines {"path", "domain", "type": "whois" or "rdap"} in, one object a line out',
    )
    parser.parse_args()
    batch.run(sys.stdin.buffer, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
