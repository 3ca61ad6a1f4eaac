"""`python -m probes`: ask public systems about a name, read recorded answers, look after tables."""

import argparse
import asyncio
import json
import os
import sys
from dataclasses import replace
from pathlib import Path

from probes import batch, declarations, judging, options, report, table_report
from probes.cases import examine
from probes.discovery import report as draft_report
from probes.discovery.discover import discover
from probes.discovery.model import Draft
from probes.discovery.pasted import discover_pasted
from probes.errors import DeclarationError, NameRefusedError, OptionsError, PastedError
from probes.interface import Declaration, HolderClass, Identity, Message, Survey, message
from probes.judge import judge
from probes.options import ProbeOptions
from probes.refresh.run import REFRESHABLE, refresh_async
from probes.registry import sitting
from probes.tables.sheet import list_tables
from probes.tables.table import Kind
from probes.texts import LOCALES, render
from probes.transport import clock
from probes.transport.wire import Exchange, Journal

DONE, NOT_REFRESHED, BAD_INPUT, NO_NETWORK, PIPE_CLOSED, INTERRUPTED = 0, 1, 2, 3, 141, 130
LONGEST_PASTED = 2_097_152
CONFIG_VARIABLE = "REVERSIBILITY_PROBES_FILE"

REFRESH_COMMAND = "python -m probes refresh"

_CHECK_EPILOG = """
examples:
  python -m probes check cabinet.example --practice cabinet.json --provider agence.json
  python -m probes check cabinet.example --trace --lang en
  python -m probes check cabinet.example --json > check.json
"""
_DISCOVER_EPILOG = """
examples:
  python -m probes discover cabinet.example
  python -m probes discover cabinet.example --lang en
  python -m probes discover cabinet.example --json > draft.json
  python -m probes discover cabinet.example --zone cabinet.zone --page home.html

With --zone or --page, only these files are read and nothing is asked of the network.
"""
_REFRESH_EPILOG = """
examples:
  python -m probes refresh --config probes.toml
  python -m probes refresh --config probes.toml --only suffixes

Exit code 1 when a table could not be refreshed; the one that was there then stays in use.
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
        code = _refuse(message(chosen.when_interrupted), chosen, INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has had enough; say nothing more on the way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = PIPE_CLOSED
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m probes", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_check(commands)
    _add_discover(commands)
    _add_parse(commands)
    _add_judge(commands)
    _add_tables(commands)
    _add_refresh(commands)
    for command in commands.choices.values():
        command.set_defaults(when_interrupted="CHK_INTERRUPTED")
    commands.choices["refresh"].set_defaults(when_interrupted="TAB03_INTERRUPTED")
    return parser


def _add_check(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    check = commands.add_parser(
        "check",
        help="check one name over the network: verdicts, reasons, findings",
        epilog=_CHECK_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    check.add_argument("domain", metavar="DOMAIN", help="the name, such as cabinet.example")
    _add_common(check)
    check.add_argument("--practice", type=Path, help="JSON file of the practice to recognise")
    check.add_argument(
        "--provider", type=Path, action="append", default=[], help="JSON file; may be repeated"
    )
    check.add_argument("--site", default="", metavar="HOST", help="host of the site, if not DOMAIN")
    check.add_argument("--trace", action="store_true", help="each exchange on standard error")
    check.set_defaults(run=_check)


def _add_discover(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    discover_ = commands.add_parser(
        "discover",
        help="draft a register from one name: what its traces show, and what to ask",
        epilog=_DISCOVER_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    discover_.add_argument("domain", metavar="DOMAIN", help="the name, such as cabinet.example")
    discover_.add_argument("--zone", type=Path, help="a zone file, as its operator exports it")
    discover_.add_argument("--page", type=Path, help="the source of the home page")
    _add_common(discover_)
    discover_.set_defaults(run=_discover)


def _add_parse(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parse = commands.add_parser("parse", help="read recorded WHOIS and RDAP answers")
    parse.add_argument(
        "--batch",
        action="store_true",
        required=True,
        help='JSON lines {"path", "domain", "type": "whois" or "rdap"} in, one object a line out',
    )
    parse.set_defaults(run=_parse, lang="en")


def _add_judge(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    judge_ = commands.add_parser("judge", help="say who holds, from what is published")
    judge_.add_argument(
        "--batch",
        action="store_true",
        required=True,
        help='JSON lines {"practice", "provider", "registrant"} in, one object a line out',
    )
    judge_.set_defaults(run=_judge, lang="en")


def _add_tables(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    tables = commands.add_parser("tables", help="show the tables in use, with source and date")
    _add_common(tables)
    tables.set_defaults(run=_tables)


def _add_refresh(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    refresh = commands.add_parser(
        "refresh",
        help="take the tables anew from their publishers",
        epilog=_REFRESH_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_common(refresh)
    refresh.add_argument("--trace", action="store_true", help="each exchange on standard error")
    refresh.add_argument(
        "--only",
        choices=[kind.value for kind in REFRESHABLE],
        action="append",
        help="one table; may be repeated",
    )
    refresh.add_argument(
        "--questions", type=int, metavar="N", help="ask the root zone's WHOIS at most N times"
    )
    refresh.set_defaults(run=_refresh)


def _add_common(command: argparse.ArgumentParser) -> None:
    command.add_argument("--config", type=Path, help=f"probes TOML (default: ${CONFIG_VARIABLE})")
    command.add_argument("--json", action="store_true", help="everything as JSON")
    command.add_argument("--lang", choices=LOCALES, default="fr", help="fr (default) or en")


def _tables(chosen: argparse.Namespace) -> int:
    try:
        folder = options.load(_config(chosen)).tables.folder
    except OptionsError as error:
        return _refuse_options(error, chosen)
    sheets = list_tables(folder, clock.utc_now().date())
    if chosen.json:
        _print_json(table_report.tables_for_programs(sheets, REFRESH_COMMAND, chosen.lang))
    else:
        print(table_report.tables_for_people(sheets, REFRESH_COMMAND, chosen.lang))
    return DONE


def _refresh(chosen: argparse.Namespace) -> int:
    kinds = [Kind(name) for name in chosen.only] if chosen.only else REFRESHABLE
    try:
        known = _with_questions(options.load(_config(chosen)), chosen.questions)
        if known.tables.folder is None:
            return _refuse(message("TAB03_NO_FOLDER"), chosen)
        if Kind.WHOIS in kinds:
            gently = message("TAB03_GENTLY", count=str(known.tables.whois_questions))
            print(report.visible(render(gently, chosen.lang)), file=sys.stderr, flush=True)
        outcomes = asyncio.run(refresh_async(known, kinds, journal=_tracing(chosen)))
    except OptionsError as error:
        return _refuse_options(error, chosen)
    if chosen.json:
        _print_json(table_report.outcomes_for_programs(outcomes, chosen.lang))
    else:
        print(table_report.outcomes_for_people(outcomes, chosen.lang))
    return DONE if all(outcome.is_done for outcome in outcomes) else NOT_REFRESHED


def _with_questions(known: ProbeOptions, questions: int | None) -> ProbeOptions:
    if questions is None:
        return known
    return replace(known, tables=replace(known.tables, whois_questions=max(0, questions)))


def _discover(chosen: argparse.Namespace) -> int:
    try:
        draft = _draft(chosen, options.load(_config(chosen)))
    except (NameRefusedError, PastedError) as error:
        return _refuse(message(error.code, **error.params), chosen)
    except OptionsError as error:
        return _refuse_options(error, chosen)
    if not draft.is_heard:
        return _refuse(message("CHK_NO_NETWORK"), chosen, NO_NETWORK)
    if chosen.json:
        _print_json(draft_report.for_programs(draft, chosen.lang))
    else:
        print(draft_report.for_people(draft, chosen.lang))
    return DONE


def _draft(chosen: argparse.Namespace, known: ProbeOptions) -> Draft:
    if not chosen.zone and not chosen.page:
        return discover(chosen.domain, known)
    zone = _content(chosen.zone).decode("utf-8", errors="replace") if chosen.zone else ""
    page = _content(chosen.page) if chosen.page else b""
    return discover_pasted(chosen.domain, known, zone=zone, page=page, now=clock.utc_now())


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as opened:
            return opened.read(LONGEST_PASTED)
    except OSError as error:
        fault = error.strerror or ""
        raise PastedError("DIS04_FILE_UNREADABLE", path=str(path), fault=fault) from error


def _parse(_chosen: argparse.Namespace) -> int:
    batch.run(sys.stdin.buffer, sys.stdout)
    return DONE


def _judge(_chosen: argparse.Namespace) -> int:
    judging.run(sys.stdin.buffer, sys.stdout)
    return DONE


def _check(chosen: argparse.Namespace) -> int:
    exchanges: list[Exchange] = []
    try:
        practice = declarations.read_practice(chosen.practice) if chosen.practice else None
        providers = [declarations.read_provider(path) for path in chosen.provider]
        known = options.load(_config(chosen))
        survey = asyncio.run(_look(chosen, known, _tracing(chosen, exchanges)))
    except (NameRefusedError, DeclarationError) as error:
        return _refuse(message(error.code, **error.params), chosen)
    except OptionsError as error:
        return _refuse_options(error, chosen)
    if not any(observation.raw for observation in survey.observations):
        return _refuse(message("CHK_NO_NETWORK"), chosen, NO_NETWORK)
    _show(chosen, survey, (practice, providers), exchanges)
    return DONE


async def _look(chosen: argparse.Namespace, known: ProbeOptions, journal: Journal) -> Survey:
    async with sitting(known, journal=journal) as open_sitting:
        return await open_sitting.observe(chosen.domain, site_host=chosen.site, in_depth=True)


def _tracing(chosen: argparse.Namespace, exchanges: list[Exchange] | None = None) -> Journal:
    def note(exchange: Exchange) -> None:
        if exchanges is not None:
            exchanges.append(exchange)
        if chosen.trace:
            print(report.for_trace(exchange, chosen.lang), file=sys.stderr, flush=True)

    return note


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
    findings = examine(survey)
    if chosen.json:
        traced = exchanges if chosen.trace else []
        whole = report.for_programs(survey, verdicts, findings, chosen.lang, exchanges=traced)
        _print_json(whole)
    else:
        print(report.for_people(survey, verdicts, findings, chosen.lang))


def _print_json(whole: object) -> None:
    print(json.dumps(whole, ensure_ascii=False, indent=2))


def _refuse_options(error: OptionsError, chosen: argparse.Namespace) -> int:
    return _refuse(message("CHK_OPTIONS", path=str(error.path), fault=error.fault), chosen)


def _refuse(why: Message, chosen: argparse.Namespace, code: int = BAD_INPUT) -> int:
    print(report.visible(render(why, chosen.lang)), file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
