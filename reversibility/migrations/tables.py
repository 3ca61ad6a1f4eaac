"""Every table of the service, imported so that the metadata is whole."""

import reversibility.access.models
import reversibility.accounts.models
import reversibility.contracts.models
import reversibility.evidence.models
import reversibility.exits.models
import reversibility.jobs.models
import reversibility.journal.models
import reversibility.register.models
from reversibility.store.base import Base

metadata = Base.metadata
