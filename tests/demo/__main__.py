"""The demo: a fictional practice, from its domain name to its exit plan, by public commands only.

python -m tests.demo           runs the whole thread, ends by itself, leaves var/demo
python -m tests.demo --serve   serves what it left, with the miniature Internet beside it
"""

import argparse
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from reversibility.cli.console import locale_of
from tests.demo.practice_file import practice_file

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "var" / "demo"
CONTRACT = "studio-web-2023"
RESULTS = ("exit-plan-fr.pdf", "exit-plan-en.pdf", "handover-pack.zip")


def main() -> int:
    """Run the demo, or serve what it left; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.demo", description=__doc__)
    parser.add_argument("--serve", action="store_true", help="serve what the demo left")
    serve = parser.parse_args().serve
    # Told to stop, it stops what it started, as on Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return look_around() if serve else tell()
    except KeyboardInterrupt:
        print(f"\n{say('interrupted')}", file=sys.stderr)
        return 130
    except subprocess.CalledProcessError as error:
        print(f"\n{say('stopped', command=_shown(error.cmd))}", file=sys.stderr)
        return 1


def tell() -> int:
    """Run the whole thread once, from an empty folder."""
    for name in ("data", "universe", *RESULTS):
        path = FOLDER / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    given = FOLDER / "practice.json"
    given.write_text(practice_file(date.today(), broken_up=True), encoding="utf-8")  # noqa: DTZ011 - the reader's day
    with universe() as probes_file:
        environ = environment(probes_file)
        step("register")
        run(["reversibility", "db", "upgrade"], environ)
        run(["reversibility", "import", relative(given)], environ)
        step("probe")
        run(["reversibility", "probe"], environ)
        step("problems")
        run(["reversibility", "findings"], environ)
        step("plan")
        plan = ["--contract", CONTRACT, "--folder", relative(FOLDER)]
        run(["reversibility", "export", "exit-plan", *plan], environ)
        step("verify")
        run(["python", "-m", "exports", "verify", relative(FOLDER / "handover-pack.zip")], environ)
    print(say("farewell"))
    return 0


def look_around() -> int:
    """Serve what the demo left, until Ctrl-C."""
    if not (FOLDER / "data" / "reversibility.db").exists():
        print(say("nothing"), file=sys.stderr)
        return 1
    with universe() as probes_file:
        environ = environment(probes_file)
        email = ["--email", "claire.martin@cabinet-exemple.fr.example"]
        add = ["reversibility", "user", "add", *email, "--name", "Dr Claire Martin"]
        run(add, environ, must=False)
        return run(["reversibility", "serve"], environ, must=False)


@contextmanager
def universe() -> Iterator[Path]:
    """Start the miniature Internet; yield the path of the probes' TOML that knows it."""
    folder = FOLDER / "universe"
    folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.universe", "--dir", str(folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline().strip()
        if not line:
            raise subprocess.CalledProcessError(process.wait(), command)
        try:
            yield Path(line)
        finally:
            process.terminate()


def environment(probes_file: Path) -> dict[str, str]:
    """Return the environment of the demo's commands: settings of its own, nobody else's."""
    kept = {name: value for name, value in os.environ.items() if "REVERSIBILITY_" not in name}
    return kept | {
        "REVERSIBILITY_DATA_DIR": str(FOLDER / "data"),
        "REVERSIBILITY_PROBES_FILE": str(probes_file),
        "REVERSIBILITY_PORT": os.environ.get("REVERSIBILITY_PORT", "8000"),
    }


def step(code: str) -> None:
    """Say what comes next, in bold where the screen can."""
    bold = sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"
    print(f"\n\033[1m{say(code)}\033[0m" if bold else f"\n{say(code)}", flush=True)


def say(code: str, **params: str) -> str:
    """Return a sentence of `words.toml`, in the language the commands answer in."""
    words = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    return str(words[code][locale_of(os.environ)]).format(**params)


def run(command: list[str], environ: Mapping[str, str], *, must: bool = True) -> int:
    """Show a public command as one would type it, and run it."""
    print(f"$ {shlex.join(command)}", flush=True)
    program, *arguments = command
    module = ["-m", "reversibility"] if program == "reversibility" else []
    real = [sys.executable, *module, *arguments]
    done = subprocess.run(real, cwd=ROOT, env=dict(environ), check=False)
    if must and done.returncode:
        raise subprocess.CalledProcessError(done.returncode, command)
    return done.returncode


def relative(path: Path) -> str:
    """Return a path as one would type it from the project's folder."""
    return str(path.relative_to(ROOT))


def _shown(command: object) -> str:
    return shlex.join(str(part) for part in command) if isinstance(command, list) else str(command)


if __name__ == "__main__":
    sys.exit(main())
