"""The documentation says what each role may do, as the code has it."""

import re

from reversibility.kernel.actor import PERMISSIONS, Permission, Role
from reversibility.mandates import rules as mandates
from tests.architecture.source import ROOT

_WORDS = {
    Permission.REGISTER_READ: "read the register",
    Permission.REGISTER_WRITE: "enter and change what is declared, file documents",
    Permission.REGISTER_EXPORT: "take the register away as a file",
    Permission.EVIDENCE_READ: "read results and evidence",
    Permission.EVIDENCE_PROBE: "ask for a check",
    Permission.SECRET_READ: "see pieces marked secret",
    Permission.CONTRACT_READ: "read contracts, prices and plans",
    Permission.CONTRACT_WRITE: "change contracts",
    Permission.EXIT_PRODUCE: "produce exit plans and packs",
    Permission.JOURNAL_READ: "read the journal",
    Permission.MEMBER_READ: "see who belongs",
    Permission.MEMBER_MANAGE: "invite, change roles, end accesses, grant mandates",
    Permission.DATA_MANAGE: "hold, erase and purge data",
    Permission.NOTE_ADD: "leave notes for the practice",
    Permission.FINDING_READ: "see what needs attention, and the index",
    Permission.FINDING_ACCEPT: "leave a point as it is, with a reason and a date",
    Permission.REPORT_TAKE: "take the ownership report and raw evidence away",
}
_FORMS = {
    Role.OWNER: "owner",
    Role.MANAGER: "manager",
    Role.CONTRIBUTOR: "contributor",
    Role.AUDITOR: "auditor",
    Role.PROVIDER_GUEST: "provider guest",
}


def table() -> str:
    """Return the table of roles, as it stands in docs/accounts.md."""
    granted = {
        role: PERMISSIONS[role] | mandates.PERMISSIONS.get(role, frozenset()) for role in Role
    }
    lines = [
        "| may | " + " | ".join(_FORMS[role] for role in Role) + " |",
        "|---|" + "---|" * len(Role),
    ]
    lines += [
        f"| {_WORDS[permission]} | "
        + " | ".join("yes" if permission in granted[role] else "" for role in Role)
        + " |"
        for permission in Permission
    ]
    return "\n".join(lines)


def test_the_documentation_says_what_each_role_may_do() -> None:
    text = (ROOT / "docs" / "accounts.md").read_text(encoding="utf-8")
    found = re.search(r"<!-- roles -->\n(.*)\n<!-- /roles -->", text, re.DOTALL)
    assert found
    assert found[1] == table()


def test_every_permission_has_words_and_somebody_who_has_it() -> None:
    assert set(_WORDS) == set(Permission)
    assert PERMISSIONS[Role.OWNER] >= set().union(*PERMISSIONS.values())
