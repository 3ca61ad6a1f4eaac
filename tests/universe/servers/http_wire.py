"""HTTP/1.1 as far as the universe needs it: read a request, write a response."""

import asyncio
from dataclasses import dataclass, field

REASONS = {
    200: "OK", 301: "Moved Permanently", 302: "Found", 403: "Forbidden", 404: "Not Found",
    421: "Misdirected Request", 429: "Too Many Requests", 501: "Not Implemented",
    503: "Service Unavailable",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Request:
    """The first line and what little of the headers we look at."""

    method: str
    path: str
    host: str
    keep_alive: bool


@dataclass(frozen=True, kw_only=True)
class Response:
    """Status, headers and body; the length is added on the wire."""

    status: int = 200
    body: bytes = b""
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


async def read_request(reader: asyncio.StreamReader) -> Request:
    """Read a request that has no body, as all of ours."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, path, _ = [*head[0].split(" ", 2), "", "", ""][:3]
    headers = {key.strip().lower(): value.strip() for key, _, value in _pairs(head[1:])}
    return Request(
        method=method,
        path=path.partition("?")[0],
        host=headers.get("host", "").partition(":")[0].lower(),
        keep_alive=headers.get("connection", "").lower() != "close",
    )


def wire(response: Response, *, keep_alive: bool) -> bytes:
    """Return a response as it goes over the wire."""
    headers = {
        "Content-Type": response.kind,
        "Content-Length": str(len(response.body)),
        "Connection": "keep-alive" if keep_alive else "close",
    } | response.headers
    return head(response.status, headers) + response.body


def head(status: int, headers: dict[str, str]) -> bytes:
    """Return the status line and headers."""
    lines = [f"HTTP/1.1 {status} {REASONS[status]}"]
    lines += [f"{key}: {value}" for key, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def _pairs(lines: list[str]) -> list[tuple[str, str, str]]:
    return [line.partition(":") for line in lines if ":" in line]
