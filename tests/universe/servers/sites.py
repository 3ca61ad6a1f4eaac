"""The web sites of one machine, told apart by the Host header."""

from collections.abc import Iterable

from tests.universe.modes import Mode
from tests.universe.servers.http_server import Answerer
from tests.universe.servers.http_wire import Request, Response
from tests.universe.world.records import Site

SERVER = {"Server": "nginx"}


def site_answerer(sites: Iterable[Site]) -> Answerer:
    """Return what a web server says: the page of the site asked for."""
    by_name = {name: site for site in sites for name in site.names}

    def answer(request: Request, _: Mode) -> Response:
        site = by_name.get(request.host)
        if site is None:
            return Response(status=421, body=b"<h1>No such site here</h1>", headers=SERVER)
        if site.moved_to:
            return Response(status=301, headers=SERVER | {"Location": site.moved_to})
        page = site.paths.get(request.path, site.page)
        return Response(body=page, headers=SERVER | site.headers)

    return answer
