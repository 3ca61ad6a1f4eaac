"""The parent's view of a zone beside that of its own servers."""

from probes.interface import Delegation, LookupState, Message, ServerAnswer, message


def compare(delegation: Delegation) -> tuple[Message, ...]:
    """Say where parent and servers, or the servers among themselves, disagree."""
    speaking = [answer for answer in delegation.answers if speaks(answer)]
    if delegation.answers and not speaking:
        return (message("DNS01_NO_SERVER_ANSWERS", zone=delegation.zone),)
    return (*_name_servers(delegation, speaking), *_serials(delegation, speaking))


def speaks(answer: ServerAnswer) -> bool:
    """Tell whether a server answered with authority."""
    return answer.state is LookupState.REGISTERED and answer.authoritative


def _name_servers(delegation: Delegation, speaking: list[ServerAnswer]) -> tuple[Message, ...]:
    listed = {answer.name_servers for answer in speaking if answer.name_servers}
    differing = sorted(names for names in listed if names != delegation.parent_name_servers)
    return tuple(
        message(
            "DNS01_NAME_SERVERS_DIFFER",
            zone=delegation.zone,
            parent=", ".join(delegation.parent_name_servers),
            child=", ".join(names),
        )
        for names in differing
    )


def _serials(delegation: Delegation, speaking: list[ServerAnswer]) -> tuple[Message, ...]:
    serials = sorted({answer.serial for answer in speaking if answer.serial is not None})
    if len(serials) <= 1:
        return ()
    listed = ", ".join(str(serial) for serial in serials)
    return (message("DNS01_SERIALS_DIFFER", zone=delegation.zone, serials=listed),)
