"""A peer on ports 43 and 80 that says the same thing to everybody, until it is told another."""

import asyncio
from dataclasses import dataclass

from tests.probes.net.stage import Stage


@dataclass
class Talker:
    """What is said, as it goes over the wire."""

    says: str = ""

    @classmethod
    async def on(cls, stage: Stage, address: str) -> "Talker":
        """Start talking at an address."""
        talker = cls()
        await stage.tcp(address, 43, talker._after(b"\n"))
        await stage.tcp(address, 80, talker._after(b"\r\n\r\n"))
        return talker

    def _after(self, end: bytes):
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(end)
            writer.write(self.says.encode())
            await writer.drain()

        return serve
