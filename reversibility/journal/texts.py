"""The words of the journal, in French and English; they stand in `texts.toml`."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, cast

from reversibility.kernel.actor import ActorKind

_PARTS = re.compile(r"\{(actor|subject)\}")


def sentence(action: str, locale: str) -> tuple[str, ...]:
    """Return the sentence of an action in parts: words, and `actor` and `subject` between them.

    Parts at odd places are the names of what stands there: `("", "actor", " a …", "subject", ".")`.
    """
    entry = _texts()["actions"].get(action) or _texts()["unknown_action"]
    return tuple(_PARTS.split(entry[locale].replace("{action}", action)))


def known_actions() -> frozenset[str]:
    """Return the codes that have a sentence."""
    return frozenset(_texts()["actions"])


def families(locale: str) -> dict[str, str]:
    """Return the families of actions, and how each is called."""
    return _names("families", locale)


def actions_of(family: str) -> frozenset[str]:
    """Return the actions of a family."""
    actions = _texts()["actions"]
    return frozenset(code for code, entry in actions.items() if entry["family"] == family)


def actions_saying(text: str, locale: str) -> frozenset[str]:
    """Return the actions whose sentence holds a text."""
    wanted = text.casefold()
    return frozenset(
        code
        for code, entry in _texts()["actions"].items()
        if wanted in _PARTS.sub("", entry[locale]).casefold()
    )


def subjects(locale: str) -> dict[str, str]:
    """Return the kinds of record, and how each is called."""
    return _names("subjects", locale)


def actor_name(kind: ActorKind, label: str, locale: str) -> str:
    """Say who acted: a person by their name, the operator and the service by what they are."""
    if kind is ActorKind.USER:
        return label
    return cast("str", _texts()["actors"][kind.value][locale]).format(label=label)


def field_name(name: str, locale: str) -> str | None:
    """Return how a value is called; None for one without a label."""
    entry = _texts()["fields"].get(name)
    return entry[locale] if entry else None


def is_hidden(name: str) -> bool:
    """Say whether a value means nothing to a reader: an internal name, a digest told elsewhere."""
    return name in _texts()["hidden_fields"]["names"]


def value_name(field: str, value: str, locale: str) -> str | None:
    """Return how a code is called under a label; None for a value that is no code."""
    entry = _texts()["values"].get(field, {}).get(value)
    return entry[locale] if entry else None


def word(name: str, locale: str) -> str:
    """Return one of the words that stand by themselves: `unnamed`, `withheld`, `yes` ..."""
    return cast("str", _texts()["words"][name][locale])


def _names(table: str, locale: str) -> dict[str, str]:
    entries: dict[str, dict[str, str]] = _texts()[table]
    return {name: entry[locale] for name, entry in entries.items()}


@cache
def _texts() -> dict[str, Any]:
    content = files("reversibility.journal").joinpath("texts.toml").read_text(encoding="utf-8")
    return tomllib.loads(content)
