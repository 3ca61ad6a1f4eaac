"""Read a page as a person or a program would: its texts, its links, the values of its form."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from werkzeug.test import TestResponse

_VOID = {"input", "meta", "link", "img", "br", "hr"}


@dataclass
class Page:
    """What one page holds."""

    language: str = ""
    heading: str = ""
    text: str = ""
    form: dict[str, str] = field(default_factory=dict)
    """The values of its fields, by name; of a list, the choice that is made."""
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of every element of a kind."""
        return [attributes for name, attributes in self.tags if name == tag]

    def by_id(self, identifier: str) -> tuple[str, dict[str, str]] | None:
        """Return the element with this id."""
        return next((item for item in self.tags if item[1].get("id") == identifier), None)


def read(answer: TestResponse) -> Page:
    """Read an HTML answer; an element that is not closed fails."""
    assert answer.mimetype == "text/html", answer.mimetype
    reader = _Reader()
    reader.feed(answer.get_data(as_text=True))
    reader.close()
    assert not reader.open, f"not closed: {reader.open}"
    page = reader.page
    page.heading = " ".join(page.heading.split())
    page.text = " ".join(page.text.replace("\u00a0", " ").split())
    return page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.open: list[str] = []
        self._field = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.page.tags.append((tag, attributes))
        if tag not in _VOID:
            self.open.append(tag)
        if tag == "html":
            self.page.language = attributes["lang"]
        if tag == "input" and attributes.get("type") != "radio":
            self.page.form[attributes["name"]] = attributes.get("value", "")
        self._read_field(tag, attributes)

    def _read_field(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in {"select", "textarea"}:
            self._field = attributes["name"]
            self.page.form[self._field] = ""
        elif tag == "option" and "selected" in attributes:
            self.page.form[self._field] = attributes["value"]

    def handle_endtag(self, tag: str) -> None:
        opened = self.open.pop()
        assert opened == tag, f"<{opened}> closed by </{tag}>"

    def handle_data(self, data: str) -> None:
        if "title" in self.open:
            return
        if "textarea" in self.open:
            # A browser drops the line break that opens the field.
            self.page.form[self._field] = data.removeprefix("\r\n").removeprefix("\n")
        self.page.text += f" {data}" if not self.page.text.endswith((" ", "(")) else data
        if "h1" in self.open:
            self.page.heading += data
