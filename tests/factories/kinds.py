"""A small, whole catalogue for tests: one file per kind, easily broken in one place."""

from pathlib import Path

COMMON = """\
phases = [
  { id = "domain", title = { fr = "Nom de domaine", en = "Domain name" }, families = ["domain"] },
  { id = "zone", title = { fr = "Zone", en = "Zone" }, families = ["dns_zone"] },
  { id = "mail", title = { fr = "Courriel", en = "Mail" }, families = ["email"] },
]
first_hour = []
proof_kit = []
never = []

[[after]]
id = "password"
fr = "Changez le mot de passe."
en = "Change the password."
source = "rule"

[[steps]]
id = "write_down"
who = "practice"
title = { fr = "Noter", en = "Write down" }
detail = { fr = "Datez tout.", en = "Date everything." }
seen_by = { fr = "Une note datée.", en = "A dated note." }
source = "rule"
at_once = true

[[sources]]
id = "rule"
title = "Règle"
site = "registre.example"
read_on = 2026-11-23
grade = "A"
"""

KIND = """\
id = "KIND"
version = 2026-11-24
family = "FAMILY"
importance = 4
depends_on = [DEPENDS]
after_common = ["password"]
title = { fr = "Nature KIND", en = "Kind KIND" }
short = { fr = "Nature", en = "Kind" }
owning = { fr = "Être inscrit.", en = "To be written down.", source = "page" }
decisive = { fr = "titulaire", en = "holder" }
normal = { fr = "À votre nom.", en = "In your name." }
alarming = { fr = "À un autre nom.", en = "In another name." }
demand = [{ fr = "Le code.", en = "The code.", source = "page" }]
preconditions = []
proof = []
delays = []
fees = []
traps = []
after = []

[[attributes]]
id = "domain"
type = "domain"
required = true
label = { fr = "Nom", en = "Name" }
help = { fr = "Le nom.", en = "The name." }

[[roles]]
id = "holder"
level = "admin"
normal_for = "practice"
name = { fr = "Titulaire", en = "Holder" }

[[roles]]
id = "guest"
level = "limited"
normal_for = "provider"
name = { fr = "Invité", en = "Guest" }

[situations.cooperative]
summary = { fr = "Il coopère.", en = "They cooperate." }

[[situations.cooperative.steps]]
id = "ask"
who = "practice"
title = { fr = "Demander", en = "Ask" }
detail = { fr = "Par courriel.", en = "By mail." }
seen_by = { fr = "Une réponse.", en = "An answer." }
source = "page"
days = { usual = 2 }

[[situations.cooperative.steps]]
id = "copy"
who = "practice"
title = { fr = "Copier", en = "Copy" }
detail = { fr = "Tout.", en = "All." }
seen_by = { fr = "Une copie.", en = "A copy." }
source = "page"
needs_right = "own_account"
ask = { fr = "Demandez une copie.", en = "Ask for a copy." }
days = { least = 1, usual = 3, most = 5 }

[[situations.cooperative.steps]]
id = "change"
who = "provider"
title = { fr = "Changer", en = "Change" }
detail = { fr = "Le nom.", en = "The name." }
seen_by = { fr = "Le registre le montre.", en = "The registry shows it." }
probe = "holder"
source = "page"
needs = ["ask"]
when = "holder_is_not_practice"
days = { usual = 10 }

[situations.silent]
same_as = "cooperative"
[situations.contested]
same_as = "cooperative"
[situations.insolvent]
same_as = "cooperative"

[[sources]]
id = "page"
title = "Page"
site = "registre.example"
read_on = 2026-11-23
grade = "A"

[[sources]]
id = "rumour"
title = "Rumeur"
site = "forum.example"
read_on = 2026-11-23
grade = "T"
"""


def kind_text(kind: str, family: str, depends_on: str = "") -> str:
    """Return one kind's file."""
    needs = f'"{depends_on}"' if depends_on else ""
    return KIND.replace("KIND", kind).replace("FAMILY", family).replace("DEPENDS", needs)


def write_catalogue(folder: Path, **kinds: str) -> Path:
    """Write a catalogue of a domain, its zone and a mail service; `kinds` adds or replaces."""
    files = {
        "a_domain": kind_text("a_domain", "domain"),
        "a_zone": kind_text("a_zone", "dns_zone", "domain"),
        "a_mail": kind_text("a_mail", "email", "dns_zone"),
        **kinds,
    }
    (folder / "asset_kinds").mkdir(parents=True, exist_ok=True)
    (folder / "common.toml").write_text(COMMON, encoding="utf-8")
    for name, text in files.items():
        (folder / "asset_kinds" / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder
