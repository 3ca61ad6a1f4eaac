"""`python -m probes`: ask public systems about a name, or read recorded answers."""

import argparse
import asyncio
import json
import os
import sys
from pathlib import Path

from probes import batch, declarations, options, report
from probes.errors import DeclarationError, NameRefusedError, OptionsError
from probes.interface import Declaration, HolderClass, Identity, Message, Survey, message
from probes.judge import judge
from probes.registry import observe_async
from probes.texts import LOCALES, render
from probes.transport.wire import Exchange

DONE, BAD_INPUT, NO_NETWORK, PIPE_CLOSED, INTERRUPTED = 0, 2, 3, 141, 130
CONFIG_VARIABLE = "REVERSIBILITY_PROBES_FILE"

_CHECK_EPILOG = """
examples:
  python -m probes check cabinet.example --practice cabinet.json --provider agence.json
  python -m probes check cabinet.example --trace --lang en
  python -m probes check cabinet.example --json > check.json
"""


def main(arguments: list[str] | None = None) -> int:
    """Run one sub-command; 0 when it did what it was asked."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character shows a question mark, not a traceback.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # both are TextIOWrapper
    chosen = _parser().parse_args(arguments)
    try:
        code: int = chosen.run(chosen)
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = _refuse(message("CHK_INTERRUPTED"), chosen, INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has had enough; say nothing more on the way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = PIPE_CLOSED
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m probes", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_check(commands)
    _add_parse(commands)
    return parser


def _add_check(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    check = commands.add_parser(
        "check",
        help="check one name over the network: verdicts and reasons",
        epilog=_CHECK_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument("domain", metavar="DOMAIN", help="the name, such as cabinet.example")
    check.add_argument("--config", type=Path, help=f"probes TOML (default: ${CONFIG_VARIABLE})")
    check.add_argument("--practice", type=Path, help="JSON file of the practice to recognise")
    check.add_argument(
        "--provider", type=Path, action="append", default=[], help="JSON file; may be repeated"
    )
    check.add_argument("--site", default="", metavar="HOST", help="host of the site, if not DOMAIN")
    check.add_argument("--json", action="store_true", help="everything as one JSON object")
    check.add_argument("--trace", action="store_true", help="each exchange on standard error")
    check.add_argument("--lang", choices=LOCALES, default="fr", help="fr (default) or en")
    check.set_defaults(run=_check)


def _add_parse(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parse = commands.add_parser("parse", help="read recorded WHOIS and RDAP answers")
    parse.add_argument(
        "--batch",
        action="store_true",
        required=True,
        help='JSON lines {"path", "domain", "type": "whois" or "rdap"} in, one object a line out',
    )
    parse.set_defaults(run=_parse, lang="en")


def _parse(_chosen: argparse.Namespace) -> int:
    batch.run(sys.stdin.buffer, sys.stdout)
    return DONE


def _check(chosen: argparse.Namespace) -> int:
    exchanges: list[Exchange] = []

    def note(exchange: Exchange) -> None:
        exchanges.append(exchange)
        if chosen.trace:
            print(report.for_trace(exchange, chosen.lang), file=sys.stderr, flush=True)

    try:
        practice = declarations.read_practice(chosen.practice) if chosen.practice else None
        providers = [declarations.read_provider(path) for path in chosen.provider]
        asked = observe_async(
            chosen.domain, options.load(_config(chosen)), site_host=chosen.site, journal=note
        )
        survey = asyncio.run(asked)
    except (NameRefusedError, DeclarationError) as error:
        return _refuse(message(error.code, **error.params), chosen)
    except OptionsError as error:
        bad = message("CHK_OPTIONS", path=str(error.path), fault=error.fault)
        return _refuse(bad, chosen)
    if not any(observation.raw for observation in survey.observations):
        return _refuse(message("CHK_NO_NETWORK"), chosen, NO_NETWORK)
    _show(chosen, survey, (practice, providers), exchanges)
    return DONE


def _config(chosen: argparse.Namespace) -> Path | None:
    if chosen.config:
        return Path(chosen.config)
    from_environment = os.environ.get(CONFIG_VARIABLE)
    return Path(from_environment) if from_environment else None


def _show(
    chosen: argparse.Namespace,
    survey: Survey,
    known: tuple[Identity | None, list[Identity]],
    exchanges: list[Exchange],
) -> None:
    practice, providers = known
    declaration = Declaration(
        holder=HolderClass.PRACTICE if practice else None,
        holder_name=practice.name if practice else "",
        site_host=chosen.site,
    )
    verdicts = judge(survey, declaration, practice or Identity(name=""), providers)
    if chosen.json:
        traced = exchanges if chosen.trace else []
        whole = report.for_programs(survey, verdicts, chosen.lang, traced)
        print(json.dumps(whole, ensure_ascii=False, indent=2))
    else:
        print(report.for_people(survey, verdicts, chosen.lang))


def _refuse(why: Message, chosen: argparse.Namespace, code: int = BAD_INPUT) -> int:
    print(report.visible(render(why, chosen.lang)), file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
