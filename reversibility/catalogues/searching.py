"""Find the kinds that a question is about: "how do I get back a Google Ads account?".

Full-text search of SQLite (FTS5, bm25 weights) over an index in memory, one for each language. A
name or a brand counts ten times a word of the texts. A word is looked up by its beginning, without
accents and without its plural; one that no text has is replaced by the nearest word there is.
"""

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import chain
from threading import Lock

from rapidfuzz import fuzz, process

from reversibility.catalogues.facts import facts
from reversibility.catalogues.models import AssetKind, Catalogue, Step, Text

LONGEST_QUESTION = 200
"""Characters of a question that are read."""
_MOST_WORDS = 12
_LEAST_SHARE = 0.35
"""A kind found must have this share of the best one's score: weaker ones only share small words."""
_NEAR = 80
"""Likeness, of 100, from which a word is taken for a misspelt one."""
_WORD = re.compile(r"\w{2,}")
_LOCALES = ("fr", "en")


class Search:
    """The index of one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._kinds = catalogue.kinds
        self._ignored = {_plain(word) for word in catalogue.common.small_words}
        self._lock = Lock()
        self._index = sqlite3.connect(":memory:", check_same_thread=False)
        self._words: dict[str, list[str]] = {}
        for locale in _LOCALES:
            self._fill(locale)

    def find(self, question: str, locale: str) -> tuple[AssetKind, ...]:
        """Return the kinds a question is about, the likeliest first; none when nothing fits."""
        wanted = [_stem(word) for word in self._asked(question)][:_MOST_WORDS]
        if not wanted:
            return ()
        known = [found for word in wanted if (found := self._known(word, locale))]
        # A name that is the whole word counts twice: "mail" means mail before Mailchimp.
        query = " OR ".join(f'names : "{word}" OR "{word}"*' for word in known)
        return self._ask(query, locale) if query else ()

    def _asked(self, question: str) -> list[str]:
        words = _WORD.findall(_plain(question[:LONGEST_QUESTION]))
        return [word for word in words if word not in self._ignored]

    def _known(self, word: str, locale: str) -> str:
        words = self._words[locale]
        if any(each.startswith(word) for each in words):
            return word
        near = process.extractOne(word, words, scorer=fuzz.ratio, score_cutoff=_NEAR)
        return _stem(near[0]) if near else ""

    def _ask(self, query: str, locale: str) -> tuple[AssetKind, ...]:
        # bm25 is the lower the better; the first column is the id, which is not looked at.
        statement = (
            f"SELECT id, bm25({locale}, 0, 10, 4, 1) AS score FROM {locale} "  # noqa: S608
            f"WHERE {locale} MATCH ? ORDER BY score, id"
        )
        with self._lock:
            rows = self._index.execute(statement, (query,)).fetchall()
        least = rows[0][1] * _LEAST_SHARE if rows else 0
        return tuple(self._kinds[kind_id] for kind_id, score in rows if score <= least)

    def _fill(self, locale: str) -> None:
        table = (
            f"CREATE VIRTUAL TABLE {locale} USING fts5(id UNINDEXED, names, terms, texts, "
            'tokenize = "unicode61 remove_diacritics 2")'
        )
        self._index.execute(table)
        rows = [_row(kind, locale) for kind in self._kinds.values()]
        self._index.executemany(f"INSERT INTO {locale} VALUES (?, ?, ?, ?)", rows)  # noqa: S608
        self._index.execute(f"CREATE VIRTUAL TABLE words_{locale} USING fts5vocab({locale}, row)")
        words = self._index.execute(f"SELECT term FROM words_{locale}")  # noqa: S608
        self._words[locale] = [word for (word,) in words]


def _row(kind: AssetKind, locale: str) -> tuple[str, str, str, str]:
    return (
        kind.id,
        " ".join((_say((kind.title, kind.short), locale), *kind.also_called)),
        _say(_terms(kind), locale),
        _say(_texts(kind), locale),
    )


def _terms(kind: AssetKind) -> Iterable[Text]:
    yield kind.decisive
    yield from (role.name for role in kind.roles)
    for attribute in kind.attributes:
        yield attribute.label
        yield from (option.label for option in attribute.choices)


def _texts(kind: AssetKind) -> Iterable[Text]:
    said = (_of_step(fact) if isinstance(fact, Step) else (fact,) for fact, _source in facts(kind))
    return chain((kind.normal, kind.alarming), chain.from_iterable(said))


def _of_step(step: Step) -> Sequence[Text]:
    return (step.title, step.detail)


def _say(texts: Iterable[Text], locale: str) -> str:
    return " ".join(text.in_(locale) for text in texts)


def _plain(text: str) -> str:
    """Return a text in lower case without accents, as the index has its words."""
    parts = unicodedata.normalize("NFD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" else word  # noqa: PLR2004 - plural
