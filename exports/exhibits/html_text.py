"""The text of a page of HTML: what is written in it, line by line; nothing is fetched or run."""

import re
from html.parser import HTMLParser

_SILENT = frozenset({"head", "noscript", "script", "style", "template", "title"})
_LINES = frozenset(
    {
        "address", "article", "aside", "blockquote", "br", "center", "dd", "div", "dl", "dt",
        "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
        "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul",
    }
)  # fmt: skip
_PARAGRAPHS = frozenset({"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "p", "table", "ul"})
_SPACES = re.compile(r"[ \t\r\n\f]+")


def text_of_html(page: str) -> str:
    """Return what is written in a page."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    lines = (line.strip() for line in "".join(reader.told).split("\n"))
    return "\n".join(lines).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.told: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs  # addresses of links and images are in the file itself
        if tag == "body":
            self._silent.clear()
        elif tag in _SILENT:
            self._silent.append(tag)
        self._break(tag)
        if tag in {"td", "th"}:
            self.told.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            # A page that never closes what it opened says the rest all the same.
            del self._silent[self._silent.index(tag) :]
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.told.append(_SPACES.sub(" ", data))

    def _break(self, tag: str) -> None:
        if tag in _LINES and not self._silent:
            self.told.append("\n\n" if tag in _PARAGRAPHS else "\n")
