"""How a machine of the universe behaves. Each kind of machine knows some of these."""

from enum import StrEnum


class Mode(StrEnum):
    """A way to answer, from honest to hostile."""

    HONEST = "honest"

    # Any machine.
    SILENT = "silent"
    """Takes the question and never answers."""

    # WHOIS, RDAP and web: anything over a TCP connection.
    STALLING = "stalling"
    """One byte at a time, for ever: only a total deadline ends it."""
    RESET = "reset"
    """The connection is torn down once the question has arrived."""
    ONE_MEGABYTE = "one_megabyte"
    """The honest answer, drowned in more than a megabyte."""
    REFUSED = "refused"
    """A polite or coded no to every client (WHOIS text, HTTP 403, DNS REFUSED)."""
    THROTTLED = "throttled"
    """Too many requests; the WHOIS text says "no entries found" as well, as real ones do."""
    EMPTY = "empty"
    """WHOIS: closes without a word. HTTP: 200 with an empty body."""

    # Registration data.
    LYING_NAME = "lying_name"
    """Gives the record of another name."""
    LYING_HOLDER = "lying_holder"
    """Gives the right name with a wrong holder."""

    HIDING_HOLDER = "hiding_holder"
    """Gives the right name and does not show its holder any more."""

    # HTTP.
    UNAVAILABLE = "unavailable"
    """503, with a page for people."""
    HTML = "html"
    """200 with a page where data was asked for."""
    REDIRECT_LOOP = "redirect_loop"
    REDIRECT_TO_PRIVATE = "redirect_to_private"
    """302 to an address inside the operator's network."""
    GZIP_BOMB = "gzip_bomb"
    """64 kB on the wire that inflate to 64 MB."""

    # DNS.
    LAME = "lame"
    """Answers without authority and sends back to the root."""
    WRONG_ID = "wrong_id"
    """The right answer under another message id, as a blind forger would send it."""
    WRONG_QUESTION = "wrong_question"
    """The right id with an answer to another question."""
    TRUNCATED = "truncated"
    """TC over UDP, the whole answer over TCP."""
    TRUNCATED_WITHOUT_TCP = "truncated_without_tcp"
    """TC over UDP, and TCP connections are torn down."""
    CNAME_LOOP = "cname_loop"
    """Every name is an alias in a circle."""
