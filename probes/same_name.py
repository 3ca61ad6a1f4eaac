"""Checks on a registration before it is believed: is it about our name, does it name a holder."""

from probes.errors import NameRefusedError
from probes.interface import LookupState, Parsed, Registration, message
from probes.names import read_host


def about_another_name(parsed: Parsed, asked: str) -> Parsed:
    """Return the answer, without its facts when it speaks of another name than ours."""
    said = parsed.registration.domain if parsed.registration else None
    if said is None or _is_same(said, asked):
        return parsed
    return Parsed(
        state=LookupState.UNPARSEABLE,
        parser=parsed.parser,
        messages=(*parsed.messages, message("NET02_OTHER_NAME", name=asked, observed=said)),
    )


def names_no_holder(registration: Registration) -> bool:
    """Tell whether an answer neither names nor hides a holder, as those of thin registries."""
    holder = registration.registrant
    return holder is None or not (holder.name or holder.organization or holder.masked)


def _is_same(said: str, asked: str) -> bool:
    try:
        return read_host(said.strip()) == asked
    except NameRefusedError:
        # What cannot be a name says nothing about whose answer this is.
        return True
