"""How a registration shows its holder: in public, hidden, behind a proxy service, or not at all."""

import re

from probes.interface import Contact, Privacy
from probes.published.values import contains_one, placeholders

_NO_WORD = re.compile(r"\W+")


def privacy_of(registrant: Contact | None) -> Privacy:
    """Classify the holder as published. A name that is there beats a field that is hidden."""
    if registrant is None:
        return Privacy.ABSENT
    names = [text for text in (registrant.organization, registrant.name) if text]
    if any(is_proxy(text) for text in names):
        return Privacy.PROXY
    if names:
        return Privacy.PUBLIC
    return Privacy.REDACTED if registrant.masked or registrant.redacted else Privacy.ABSENT


def is_proxy(name: str) -> bool:
    """Tell whether this is a service that stands in for the holder. The name is no placeholder."""
    folded = " ".join(["", *_NO_WORD.split(name.casefold()), ""])
    return contains_one(folded, placeholders().proxies)
