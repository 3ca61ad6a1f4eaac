"""Check a handover pack offline.

python -m exports verify handover-pack.zip
python -m exports verify handover-pack.zip --lang en --json
"""

import argparse
import io
import json
import sys
from pathlib import Path

from exports.texts import sentence
from exports.verify import Fault, Report, verify

WHOLE, BROKEN, NOT_READ = 0, 1, 2


def main(arguments: list[str] | None = None) -> int:
    """Run one command: 0 when the pack is whole, 1 when not, 2 when it could not be read."""
    options = _parser().parse_args(arguments)
    try:
        report = verify(options.pack)
        code = WHOLE if report.whole else BROKEN
    except OSError:
        report = Report(fault=Fault(code="VERIFY_NO_FILE", path=str(options.pack)))
        code = NOT_READ
    text = _as_json(report, options.lang) if options.json else _as_text(report, options.lang)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A Windows console may lack the fine spaces and quotes of a French sentence.
        sys.stdout.reconfigure(errors="replace")
    print(text)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m exports", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="verify")
    command = commands.add_parser("verify", help="check that every file is the one that was packed")
    command.add_argument("pack", type=Path, metavar="PACK", help="the zip file")
    command.add_argument("--json", action="store_true", help="answer in JSON")
    command.add_argument("--lang", choices=("fr", "en"), default="fr", help="language (fr)")
    return parser


def _as_text(report: Report, language: str) -> str:
    return "\n".join(_lines(report, language))


def _lines(report: Report, language: str) -> list[str]:
    if report.fault is not None:
        said = _fault_sentence(report.fault, language)
        if report.fault.code == "VERIFY_NO_FILE":
            return [said]
        return [
            sentence("VERIFY_BROKEN", language),
            said,
            sentence("VERIFY_WHAT_TO_DO", language),
        ]
    return [
        sentence("VERIFY_WHOLE", language, count=report.files),
        sentence("VERIFY_FINGERPRINT", language, path=report.fingerprint),
        sentence("VERIFY_PROVES", language),
        sentence("VERIFY_DOES_NOT_PROVE", language),
    ]


def _as_json(report: Report, language: str) -> str:
    fault = report.fault
    answer = {
        "whole": report.whole,
        "fault": None
        if fault is None
        else {
            "code": fault.code,
            "path": fault.path,
            "line": fault.line or None,
            "sentence": _fault_sentence(fault, language),
        },
        "files": report.files,
        "fingerprint": report.fingerprint,
        "signed": False,
        "shows": sentence("VERIFY_PROVES", language) if report.whole else None,
        "does_not_show": sentence("VERIFY_DOES_NOT_PROVE", language),
    }
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _fault_sentence(fault: Fault, language: str) -> str:
    return sentence(fault.code, language, path=fault.path, line=fault.line)


if __name__ == "__main__":
    sys.exit(main())
