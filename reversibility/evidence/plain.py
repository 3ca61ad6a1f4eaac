"""Values of the probes in plain JSON, faithful and readable, and messages back from it.

What a peer sends may hold characters that no database stores as text (NUL, half a surrogate pair):
they become U+FFFD here. The raw bytes beside them are kept as received.
"""

import re
from dataclasses import asdict
from datetime import date

from probes.interface import Facts, Message

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

_NOT_STORED = re.compile("[\x00\ud800-\udfff]")


def storable(text: str, limit: int | None = None) -> str:
    """Return a text that both databases keep, cut visibly when it is longer than its column."""
    clean = _NOT_STORED.sub("\ufffd", text)
    if limit is None or len(clean) <= limit:
        return clean
    return clean[: limit - 1] + "…"


def facts_json(facts: Facts | None) -> dict[str, Json] | None:
    """Write what was read from an answer; `kind` says which kind of facts it is."""
    if facts is None:
        return None
    read = {name: _plain(value) for name, value in asdict(facts).items()}
    return {"kind": type(facts).__name__.lower(), **read}


def message_json(message: Message) -> dict[str, Json]:
    """Write a message as its code and parameters."""
    return {
        "code": message.code,
        "params": {storable(name): storable(text) for name, text in message.params},
    }


def read_message(value: dict[str, Json]) -> Message:
    """Read a message back."""
    params = value["params"]
    pairs = params.items() if isinstance(params, dict) else ()
    return Message(
        code=str(value["code"]), params=tuple(sorted((name, str(text)) for name, text in pairs))
    )


def _plain(value: object) -> Json:
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return _scalar(value)


def _scalar(value: object) -> Json:
    if isinstance(value, str):  # enums too
        return storable(str(value))
    if isinstance(value, date):  # instants too
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float):
        return value
    raise TypeError(f"{type(value).__name__} has no plain form")
