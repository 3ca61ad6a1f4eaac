"""What every source is given, and how an answer becomes an observation."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from probes.interface import Facts, LookupState, Message, Observation, Parsed, Source
from probes.names import ProbeName
from probes.options import ProbeOptions, Registry
from probes.pacing.pacer import Pacer, Patience
from probes.transport import clock
from probes.transport.connections import Client
from probes.transport.faults import ExchangeError
from probes.transport.resolver import Resolver
from probes.transport.wire import Wire


@dataclass(frozen=True, kw_only=True)
class Target:
    """The name asked about, the registry that knows it, and the host of its site."""

    name: ProbeName
    registry: Registry
    site_host: str


@dataclass(frozen=True, kw_only=True)
class Means:
    """What a source works with during one survey."""

    options: ProbeOptions
    wire: Wire
    resolver: Resolver
    client: Client
    pacer: Pacer | None = None
    """Gives turns at service hosts; None: nobody else asks, and nobody waits."""
    patience: Patience | None = None
    """How long a question waits there, and whether it is put again; None: as the options say."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question to one server, from the moment it is put."""

    source: Source
    server: str
    text: str
    asked_at: datetime
    started: float

    def answered(
        self,
        raw: bytes,
        state: LookupState,
        *,
        server: str = "",
        facts: Facts | None = None,
        messages: tuple[Message, ...] = (),
        parser: str = "",
    ) -> Observation:
        """Make the observation of what came back."""
        return Observation(
            source=self.source,
            server=server or self.server,
            question=self.text,
            asked_at=self.asked_at,
            took_ms=clock.elapsed_ms(self.started),
            state=state,
            raw=raw,
            sha256=hashlib.sha256(raw).hexdigest(),
            facts=facts,
            messages=messages,
            parser=parser,
        )

    def read(self, raw: bytes, server: str, parsed: Parsed) -> Observation:
        """Make the observation of an answer that a parser has read."""
        return self.answered(
            raw,
            parsed.state,
            server=server,
            facts=parsed.registration,
            messages=parsed.messages,
            parser=parsed.parser,
        )

    def failed(self, error: ExchangeError) -> Observation:
        """Make the observation of an exchange that failed, with what was received so far."""
        return self.answered(
            error.received,
            error.state,
            server=self._asked_at(error.server),
            messages=(error.message,),
        )

    def _asked_at(self, peer: str) -> str:
        """Add the address when the peer that failed is the one asked, not one met on the way."""
        host, bracket, address = peer.partition(" [")
        if self.source is Source.DNS:
            return peer
        return f"{self.server} [{address}" if bracket and host in self.server else self.server


def put(means: Means, server: str, text: str) -> Question:
    """Start a question now."""
    return Question(
        source=means.wire.source,
        server=server,
        text=text,
        asked_at=means.wire.clock(),
        started=clock.ticks(),
    )
