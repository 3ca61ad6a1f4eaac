"""Every table of the service, imported so that the metadata is whole."""

from reversibility.access import models as access
from reversibility.accounts import models as accounts
from reversibility.accounts import sign_in_models as sign_in
from reversibility.contracts import basis_models as bases
from reversibility.contracts import duty_models as duties
from reversibility.contracts import event_models as events
from reversibility.contracts import models as contracts
from reversibility.contracts import paper_models as papers
from reversibility.contracts.money import models as money
from reversibility.evidence import challenge_models as challenges
from reversibility.evidence import change_models as changes
from reversibility.evidence import models as evidence
from reversibility.exits import models as exits
from reversibility.exits.ahead import models as plans_ahead
from reversibility.exits.deciding import models as deciding
from reversibility.exits.emergency import models as emergency_cards
from reversibility.exits.first_hour import models as first_hour
from reversibility.exits.letters import models as letters
from reversibility.exits.qualifying import models as qualifying
from reversibility.exits.requests import models as handover
from reversibility.exits.tasks import models as exit_tasks
from reversibility.findings import models as findings
from reversibility.first_steps import models as first_steps
from reversibility.jobs import models as jobs
from reversibility.journal import models as journal
from reversibility.mandates import models as mandates
from reversibility.pieces import models as pieces
from reversibility.register import models as register
from reversibility.register import preview_models as previews
from reversibility.retention import models as retention
from reversibility.store.base import Base

DOMAINS = (
    access,
    accounts,
    sign_in,
    contracts,
    events,
    bases,
    duties,
    papers,
    challenges,
    evidence,
    changes,
    exits,
    deciding,
    letters,
    money,
    exit_tasks,
    first_hour,
    qualifying,
    plans_ahead,
    emergency_cards,
    handover,
    findings,
    first_steps,
    jobs,
    journal,
    mandates,
    pieces,
    register,
    previews,
    retention,
)
"""The domains that have tables."""

metadata = Base.metadata
