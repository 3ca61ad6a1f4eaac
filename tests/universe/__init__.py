"""A miniature Internet on loopback: root, registries, name servers, WHOIS, RDAP and web sites.

`python -m tests.universe --dir DIR` runs it beside a program, `running(folder)` inside a test.
See README.md beside this file.
"""

from tests.universe.errors import UniverseError
from tests.universe.modes import Mode
from tests.universe.running import running
from tests.universe.universe import Universe

__all__ = ["Mode", "Universe", "UniverseError", "running"]
