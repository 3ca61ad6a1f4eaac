"""Which machine speaks in whose name: the answerers of the world's WHOIS and RDAP servers."""

import json
from functools import partial

from tests.universe.modes import Mode
from tests.universe.registry import afnic_whois, icann_whois
from tests.universe.registry.rdap import RdapService
from tests.universe.registry.register import Register, under
from tests.universe.servers.http_server import Answerer as HttpAnswerer
from tests.universe.servers.http_wire import Request, Response
from tests.universe.servers.whois_server import Answerer as WhoisAnswerer
from tests.universe.world.records import Machine, World

RDAP_JSON = "application/rdap+json"
# Whose name a lying server gives as the holder.
LIAR = "AH1-FRNIC"
WHOIS_FORMS = {"afnic": afnic_whois.answer, "thin": icann_whois.thin, "icann": icann_whois.thick}
SUFFIXES = {"afnic": "fr.example"}
DEFAULT_SUFFIX = "com.example"


def whois_answerer(world: World, machine: Machine) -> WhoisAnswerer:
    """Return what a WHOIS server says."""
    return partial(WHOIS_FORMS[machine.speaks], _register(world, machine))


def rdap_answerer(world: World, machine: Machine) -> HttpAnswerer:
    """Return what an RDAP server says."""
    service = RdapService(
        register=_register(world, machine),
        base=_base(world, machine),
        port43=machine.host.replace("rdap.", "whois.", 1),
        speaks=machine.speaks,
    )

    def answer(request: Request, mode: Mode) -> Response:
        status, body = service.answer(request.path, mode)
        text = json.dumps(body, ensure_ascii=False)
        return Response(status=status, kind=RDAP_JSON, body=text.encode())

    return answer


def _register(world: World, machine: Machine) -> Register:
    suffix = SUFFIXES.get(machine.speaks, DEFAULT_SUFFIX)
    return under(suffix, world, world.contacts[LIAR])


def _base(world: World, machine: Machine) -> str:
    own = (entry.rdap for entry in world.registries if machine.host in entry.rdap)
    return next(own, f"https://{machine.host}/")
