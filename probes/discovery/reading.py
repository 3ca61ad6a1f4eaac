"""Records as evidence: the texts they give, and SPF lines and DMARC records taken apart. Pure."""

from dns.rdatatype import RdataType

from probes.discovery.model import Evidence, TraceSource
from probes.transport import zones


def evidence_of(source: TraceSource, place: str, text: str, at: str = "") -> list[Evidence]:
    """Return what a text tells, in pieces where it holds several things."""
    return [
        Evidence(source=piece_source, place=place, text=piece, at=at)
        for piece_source, piece in _split(source, text)
    ]


def text_of(record: object, kind: RdataType) -> str:
    """Return what a record says, hosts in lower case without a final dot."""
    if kind == RdataType.TXT:
        return b"".join(record.strings).decode("utf-8", errors="replace")  # type: ignore[attr-defined]  # dnspython gives the class by kind
    if kind == RdataType.MX:
        return zones.show(record.exchange)  # type: ignore[attr-defined]  # the same
    if kind in (RdataType.A, RdataType.AAAA):
        return str(record.address)  # type: ignore[attr-defined]  # the same
    return zones.show(record.target)  # type: ignore[attr-defined]  # the same


def _split(source: TraceSource, text: str) -> list[tuple[TraceSource, str]]:
    if source is TraceSource.TXT and text.lower().startswith("v=spf1"):
        words = (word.lstrip("+-~?") for word in text.split()[1:])
        return [(TraceSource.SPF, word) for word in words]
    if source is TraceSource.DMARC:
        return [(source, word) for word in _report_domains(text)]
    return [(source, text)]


def _report_domains(text: str) -> list[str]:
    """Return whom DMARC reports go to, without the mailbox: that is somebody's address."""
    if not text.lower().startswith("v=dmarc1"):
        return []
    tags = (part.strip() for part in text.split(";"))
    addresses = [
        item.partition("!")[0]
        for tag in tags
        if tag.lower().startswith(("rua=", "ruf="))
        for item in tag[4:].split(",")
    ]
    domains = [item.rpartition("@")[2].strip().lower() for item in addresses if "@" in item]
    return [f"…@{domain}" for domain in dict.fromkeys(domains)]
