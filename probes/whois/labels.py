"""Labels of an answer, in one spelling, and the lines that carry them."""

import re
from functools import lru_cache

LONGEST_LABEL = 200

_NOISE = re.compile(r"[^a-z0-9]+")
# What stands before a label: blanks, bullets, brackets, comment marks.
_BEFORE = " \t>*[%#-"
_ASIDE = re.compile(r"\([^()]*\)")
# A host name, or the next column of a table: "ns1.example.be (2001:db8::1)" has no label.
_NO_LABEL = re.compile(r"\.\w|[ \t]{2}")


def folded(label: str) -> str:
    """Return a label in lower case, with everything but letters and digits as one space."""
    return _NOISE.sub(" ", label.lower()).strip()


def labelled(line: str) -> tuple[str, str] | None:
    """Split `Label: value`, `Label (aside)....: value` or `[Label] value`; None without a label."""
    text = line.lstrip(_BEFORE)
    is_bracketed = line[: len(line) - len(text)].endswith("[")
    label, mark, value = text.partition("]" if is_bracketed else ":")
    if not mark or value.startswith("//"):
        return None
    key = key_of(label)
    return None if key is None else (key, value.strip(" \t").lstrip(": \t"))


# The labels of a registry are few, and the same in all its answers.
@lru_cache(maxsize=2_048)
def key_of(label: str) -> str | None:
    """Return a label folded, without what it says in brackets; None when it is no label."""
    return folded(_ASIDE.sub(" ", label)) if _is_label(label.rstrip(" .\t")) else None


def _is_label(text: str) -> bool:
    is_short = len(text) <= LONGEST_LABEL and text[:1].isalpha()
    return is_short and bool(folded(text)) and _NO_LABEL.search(text) is None
