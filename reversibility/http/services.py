"""What the edge hands to everything behind it: database, catalogue, queue, probe options."""

from dataclasses import dataclass

from sqlalchemy import Engine

from probes.options import ProbeOptions
from reversibility.catalogues.loader import load_catalogue
from reversibility.catalogues.models import Catalogue
from reversibility.findings.policy import Policy, load_policy
from reversibility.jobs import queue
from reversibility.jobs.queue import Queue
from reversibility.settings import Settings
from reversibility.store.session import make_engine


@dataclass(frozen=True, kw_only=True)
class Services:
    """Everything a page, a command or a worker needs; made once per process."""

    settings: Settings
    engine: Engine
    catalogue: Catalogue
    policy: Policy
    queue: Queue
    probe_options: ProbeOptions

    def close(self) -> None:
        """Let go of the database and the queue."""
        self.queue.close()
        self.engine.dispose()


def build(settings: Settings) -> Services:
    """Make the services; raises SettingsError, CatalogueError or DatabaseUnusableError."""
    catalogue = load_catalogue()
    return Services(
        settings=settings,
        engine=make_engine(settings.database, role=settings.database_role),
        catalogue=catalogue,
        policy=load_policy(catalogue),
        queue=queue.make(settings.queue_url),
        probe_options=settings.probe_options(),
    )
