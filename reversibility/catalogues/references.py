"""The sources a text names, numbered in the order in which its facts name them."""

from reversibility.catalogues.models import AssetKind, Catalogue, Grade, Source


class References:
    """The numbers of one text about one kind; known practice has no page to name, so none."""

    def __init__(self, catalogue: Catalogue, kind: AssetKind) -> None:
        self._known = catalogue.sources_of(kind)
        self._named: dict[str, int] = {}

    def source(self, source_id: str) -> Source:
        """Return a source of the kind."""
        return self._known[source_id]

    def number(self, source_id: str) -> int:
        """Return the number of a source, 0 for known practice."""
        if self._known[source_id].grade is Grade.C:
            return 0
        return self._named.setdefault(source_id, len(self._named) + 1)

    def named(self) -> tuple[tuple[int, Source], ...]:
        """List the sources named so far, each with its number."""
        return tuple((number, self._known[name]) for name, number in self._named.items())
