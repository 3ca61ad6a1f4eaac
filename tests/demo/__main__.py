"""The demo: a fictional practice, from its domain name to its exit plan, by public commands only.

python -m tests.demo           runs the whole thread, ends by itself, leaves var/demo
python -m tests.demo --serve   serves what it left, with the miniature Internet beside it
"""

import argparse
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

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
    try:
        return look_around() if serve else tell()
    except KeyboardInterrupt:
        print("\nInterrupted. Run `make demo` again: it starts afresh.", file=sys.stderr)
        return 130
    except subprocess.CalledProcessError as error:
        print(f"\nThe demo stopped: `{_shown(error.cmd)}` failed (see above).", file=sys.stderr)
        return 1


def tell() -> int:
    """Run the whole thread once, from an empty folder."""
    for name in ("data", "universe", *RESULTS):
        path = FOLDER / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    given = FOLDER / "practice.json"
    given.write_text(practice_file(date.today()), encoding="utf-8")  # noqa: DTZ011 - the reader's day
    with universe() as probes_file:
        environ = environment(probes_file)
        step("An empty register, then the practice's own file.", environ)
        run(["reversibility", "db", "upgrade"], environ)
        run(["reversibility", "import", relative(given)], environ)
        step("What do the registry, the name servers and the site say?", environ)
        run(["reversibility", "probe"], environ)
        step("Three providers, ten assets: what needs attention, worst first?", environ)
        run(["reversibility", "register", "problems"], environ)
        step("The web agency no longer answers: the plan to leave it, and the pack.", environ)
        plan = ["--contract", CONTRACT, "--folder", relative(FOLDER)]
        run(["reversibility", "export", "exit-plan", *plan], environ)
        step("Does the pack hold, for somebody who has only the pack?", environ)
        run(["python", "-m", "exports", "verify", relative(FOLDER / "handover-pack.zip")], environ)
    print(FAREWELL)
    return 0


def look_around() -> int:
    """Serve what the demo left, until Ctrl-C."""
    if not (FOLDER / "data" / "reversibility.db").exists():
        print("Nothing to serve yet: run `make demo` first.", file=sys.stderr)
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


def step(sentence: str, environ: Mapping[str, str]) -> None:
    """Say what comes next, in bold where the screen can."""
    bold = sys.stdout.isatty() and environ.get("TERM", "dumb") != "dumb"
    print(f"\n\033[1m{sentence}\033[0m" if bold else f"\n{sentence}", flush=True)


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


FAREWELL = """
Everything is in var/demo: exit-plan-fr.pdf, exit-plan-en.pdf, handover-pack.zip.
To look around in the browser:  make demo-serve
It prints a link to choose a password, then serves http://127.0.0.1:8000 until Ctrl-C."""

if __name__ == "__main__":
    sys.exit(main())
