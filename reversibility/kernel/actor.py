"""Who is acting: every service asks its actor for permission before it does anything."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType
from uuid import UUID

from reversibility.kernel.errors import DeniedError

PracticeId = NewType("PracticeId", UUID)
UserId = NewType("UserId", UUID)


class Permission(StrEnum):
    """What can be allowed, in the words of the trade."""

    REGISTER_READ = "register.read"
    REGISTER_WRITE = "register.write"
    REGISTER_EXPORT = "register.export"
    EVIDENCE_READ = "evidence.read"
    EVIDENCE_PROBE = "evidence.probe"
    SECRET_READ = "secret.read"  # noqa: S105 - a permission
    CONTRACT_READ = "contract.read"
    CONTRACT_WRITE = "contract.write"
    EXIT_PRODUCE = "exit.produce"
    JOURNAL_READ = "journal.read"
    MEMBER_READ = "member.read"
    MEMBER_MANAGE = "member.manage"
    DATA_MANAGE = "data.manage"
    NOTE_ADD = "note.add"
    FINDING_READ = "finding.read"
    FINDING_ACCEPT = "finding.accept"
    REPORT_TAKE = "report.take"


class Role(StrEnum):
    """A membership's role in one practice."""

    OWNER = "owner"
    MANAGER = "manager"
    CONTRIBUTOR = "contributor"
    AUDITOR = "auditor"
    PROVIDER_GUEST = "provider_guest"


_READ = frozenset({Permission.REGISTER_READ, Permission.EVIDENCE_READ, Permission.CONTRACT_READ})
_CONTRIBUTE = _READ | {
    Permission.REGISTER_WRITE,
    Permission.REGISTER_EXPORT,
    Permission.EVIDENCE_PROBE,
    Permission.SECRET_READ,
    # What needs attention, and the index, stay inside the practice: no mandate shows them.
    Permission.FINDING_READ,
}
_MANAGE = _CONTRIBUTE | {
    Permission.CONTRACT_WRITE,
    Permission.EXIT_PRODUCE,
    Permission.JOURNAL_READ,
    Permission.MEMBER_READ,
}
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.MANAGER: _MANAGE,
    Role.CONTRIBUTOR: _CONTRIBUTE,
    # A membership lets outsiders see nothing; a mandate does, while it lasts (mandates/rules.py).
    Role.AUDITOR: frozenset(),
    Role.PROVIDER_GUEST: frozenset(),
}


class ActorKind(StrEnum):
    """What kind of actor the journal names."""

    USER = "user"
    OPERATOR = "operator"
    WORKER = "worker"


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What an outsider may see of a practice: what their mandate names, and nothing else."""

    mandate_id: UUID
    assets: frozenset[UUID]
    party_id: UUID | None = None
    """The firm of a guest: of others they see no person. An auditor sees who gets in, and nobody's
    details."""


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Somebody, or a part of the service, acting in one practice."""

    kind: ActorKind
    label: str
    """How the journal names them, as they were called that day."""
    practice_id: PracticeId
    permissions: frozenset[Permission]
    user_id: UserId | None = None
    sight: Sight | None = None
    """What they may see of the register; None for the practice's own people: all of it."""

    @property
    def is_outsider(self) -> bool:
        """Whether a mandate, and not the practice's own work, lets them look."""
        return self.sight is not None

    def sees(self, asset_id: UUID) -> bool:
        """Say whether an asset is within what they may see."""
        return self.sight is None or asset_id in self.sight.assets

    def require(self, permission: Permission) -> None:
        """Raise DeniedError unless this actor has the permission."""
        if permission not in self.permissions:
            raise DeniedError(permission=permission.value)

    def may(self, permission: Permission) -> bool:
        """Say whether this actor has the permission."""
        return permission in self.permissions


def operator(practice_id: PracticeId, label: str = "console") -> Actor:
    """Build the actor of a command typed on the machine itself: it may do everything."""
    return Actor(
        kind=ActorKind.OPERATOR,
        label=label,
        practice_id=practice_id,
        permissions=frozenset(Permission),
    )


def worker(practice_id: PracticeId, permissions: Iterable[Permission]) -> Actor:
    """Build the actor of a background job, with only what that job needs."""
    return Actor(
        kind=ActorKind.WORKER,
        label="worker",
        practice_id=practice_id,
        permissions=frozenset(permissions),
    )
