"""`python -m reversibility` and `reversibility`."""

import signal
import sys

_CTRL_C = signal.getsignal(signal.SIGINT)
if _CTRL_C is signal.default_int_handler:
    # While the parts are loaded nothing is under way: Ctrl-C ends at once, without a traceback.
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from reversibility.cli.root import run  # noqa: E402 - see above


def main() -> None:
    """Run the command line and leave with its exit code."""
    signal.signal(signal.SIGINT, _CTRL_C)
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
