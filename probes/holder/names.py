"""Names compared as a French clerk compares them.

What tells two bodies apart is the core of a name. Accents, case, punctuation and the order of words
do not count; legal forms (at both ends, dotted or spelt out), titles, "cabinet" and the words of a
profession are set apart and looked at on their own.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from anyascii import anyascii
from rapidfuzz import fuzz

from probes.holder.words import words

LONGEST_NAME = 400
# A lone word names too many bodies: two distinctive words make a name strong.
_STRONG = 2
# Spelling this close (0 to 100, words sorted) may be a typing error: never told apart, never equal.
_CLOSE = 86.0
# Fewer letters run together may be another word altogether.
_SHORTEST_RUN = 8
_WORD = re.compile(r"[a-z0-9]+")
_SHORTEST_ACRONYM = 3
_LONGEST_FORM = len("spfplarl")


class FormRelation(StrEnum):
    """How two legal forms stand to each other."""

    SAME = "same"
    UNKNOWN = "unknown"
    """One of the names bears no legal form."""
    SUCCESSIVE = "successive"
    """A company may pass from one to the other and stay the same legal person."""
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Name:
    """A name of a body, taken apart."""

    core: tuple[str, ...]
    """The words that name it, in their order."""
    kept: tuple[str, ...] = ()
    """All its words but the legal form."""
    form: str = ""
    """Its legal form in short, such as `selarl`."""
    professions: frozenset[str] = frozenset()
    """Liberal professions named beside the core."""
    others: frozenset[str] = frozenset()
    """What else it says it is: `public`, `shop`, `digital`."""

    @property
    def is_strong(self) -> bool:
        """Whether the core is distinctive enough to stand without an address."""
        return len([word for word in self.core if word not in words().common]) >= _STRONG


def fold(text: str) -> tuple[str, ...]:
    """Return the words of a text: ASCII, lower case, without punctuation, dotted forms joined."""
    plain = anyascii(unicodedata.normalize("NFKC", text[:LONGEST_NAME])).casefold()
    return tuple("saint" if word == "st" else word for word in _join_letters(_WORD.findall(plain)))


def _join_letters(found: Sequence[str]) -> list[str]:
    """Join letters that stand alone where they spell a legal form: `s a r l` is `sarl`."""
    joined: list[str] = []
    position = 0
    while position < len(found):
        length = _spelt_form(found[position:])
        joined.append("".join(found[position : position + length]))
        position += length
    return joined


def _spelt_form(found: Sequence[str]) -> int:
    run = next((n for n, word in enumerate(found) if len(word) > 1), len(found))
    lengths = range(min(run, _LONGEST_FORM), 1, -1)
    return next((n for n in lengths if ("".join(found[:n]),) in words().forms), 1)


def read_name(text: str) -> Name:
    """Take the name of a body apart. Of a name made of set-aside words only, these are the core."""
    known = words()
    kept, form = _without_forms(fold(text))
    ignored = known.titles | known.generic | known.stop
    named = tuple(word for word in kept if word not in ignored)
    core = tuple(word for word in named if word not in known.professions)
    return Name(
        core=core or named or kept,
        kept=kept,
        form=form,
        professions=frozenset(
            known.professions[word] for word in kept if word in known.professions
        ),
        others=frozenset(known.others[word] for word in kept if word in known.others),
    )


def _without_forms(found: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    """Take legal forms off both ends; the first one found is the form. A bare form stays a name."""
    while len(found) > 1 and found[0] in words().stop:
        found = found[1:]
    form = ""
    for take in (_form_at_start, _form_at_end, _form_at_start):
        rest, taken = take(found)
        if taken and rest:
            found, form = rest, form or taken
    return found, form


def _form_at_start(found: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    known = words()
    for length in _form_lengths(found):
        spelt = found[:length]
        if spelt in known.forms and spelt not in known.end_only_forms:
            return found[length:], known.forms[spelt]
    return found, ""


def _form_at_end(found: tuple[str, ...]) -> tuple[tuple[str, ...], str]:
    forms = words().forms
    for length in _form_lengths(found):
        if found[-length:] in forms:
            return found[:-length], forms[found[-length:]]
    return found, ""


def _form_lengths(found: tuple[str, ...]) -> range:
    return range(min(len(found), max(map(len, words().forms))), 0, -1)


def is_same(one: Name, other: Name) -> bool:
    """Whether both cores are the same words, and no two different professions are named."""
    told_apart = one.professions and other.professions and not one.professions & other.professions
    if told_apart or not one.core:
        return False
    return _same_words(one.core, other.core) or _is_run_together(one, other)


def _same_words(one: Sequence[str], other: Sequence[str]) -> bool:
    return sorted(one) == sorted(other) or "".join(one) == "".join(other)


def _is_run_together(one: Name, other: Name) -> bool:
    """Whether a name is another without its spaces, its form included: SELARLDURANDMARTIN."""
    if len(one.kept) != 1 or not other.kept:
        return False
    words_, whole = "".join(other.kept), one.kept[0]
    forms = {form for form in (one.form, other.form) if form}
    spelt = {words_, *(form + words_ for form in forms), *(words_ + form for form in forms)}
    return len(whole) >= _SHORTEST_RUN and whole in spelt


def relate_forms(one: str, other: str) -> FormRelation:
    """Say how two legal forms, in short, stand to each other."""
    families = words().form_families
    if not one or not other:
        return FormRelation.UNKNOWN
    if one == other:
        return FormRelation.SAME
    if families.get(one, one) == families.get(other, other):
        return FormRelation.SUCCESSIVE
    return FormRelation.OTHER


def is_close(one: Name, other: Name) -> bool:
    """Whether two names differ by little: a typing error, a shared distinctive word, an acronym."""
    spelling = fuzz.token_sort_ratio(" ".join(one.core), " ".join(other.core))
    shared = bool(_distinctive(one) & _distinctive(other))
    return shared or spelling >= _CLOSE or _is_acronym(one, other) or _is_acronym(other, one)


def _distinctive(name: Name) -> frozenset[str]:
    return frozenset(name.core) - words().common - frozenset(words().others)


def _is_acronym(short: Name, long: Name) -> bool:
    if len(short.core) != 1 or len(short.core[0]) < _SHORTEST_ACRONYM:
        return False
    return short.core[0] == "".join(word[0] for word in long.core)


def read_person(text: str) -> tuple[str, ...]:
    """Return the first names and surnames in a text, sorted: no title, profession or "née"."""
    known, found = words(), fold(text)
    kept, form = _without_forms(found)
    bare = kept if known.form_families.get(form) == "individual" else found
    beside = known.titles | known.birth_names | known.stop | known.generic
    named = sorted(word for word in bare if word not in beside)
    without_profession = [word for word in named if word not in known.professions]
    return tuple(without_profession if len(without_profession) >= _STRONG else named)


def is_same_person(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names of persons, as read, are the same first name and surname.

    The second one may have lost its space.
    """
    if len(one) < _STRONG:
        return False
    run_together = {"".join(one), "".join(reversed(one))}
    return tuple(one) == tuple(other) or (len(other) == 1 and other[0] in run_together)


def may_be_same_person(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether one name is the other with a second first name or a second surname."""
    short, long = sorted((set(one), set(other)), key=len)
    return len(short) >= _STRONG and short <= long


def may_be_person(name: Name) -> bool:
    """Whether a name has no legal form but that of a person, and says of no other activity."""
    form = words().form_families.get(name.form, name.form)
    return form in ("", "individual") and not name.others


def looks_like_person(text: str) -> bool:
    """Whether a text reads as a person: a few words, none of which says that it is a body."""
    name, known = read_name(text), words()
    if not may_be_person(name):
        return False
    found = [word for word in fold(text) if word not in known.titles | known.birth_names]
    says_body = known.generic | frozenset(known.professions)
    return _STRONG <= len(name.core) <= _STRONG * 2 and not says_body.intersection(found)
