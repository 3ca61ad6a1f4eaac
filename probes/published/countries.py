"""Countries as registries write them, to ISO 3166-1 alpha-2."""

import re
from functools import cache

from babel import Locale

# Languages in which registries of the neighbourhood write country names.
_LANGUAGES = ("en", "fr", "de", "es", "it", "nl", "pt")
# Names that no locale data of CLDR carries.
_OTHER_NAMES = {
    "united states of america": "US", "usa": "US", "u.s.a.": "US", "u.s.": "US",
    "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "uk": "GB",
    "the netherlands": "NL", "holland": "NL", "republic of korea": "KR", "korea": "KR",
    "korea, republic of": "KR", "russian federation": "RU", "czech republic": "CZ",
    "turkey": "TR", "iran, islamic republic of": "IR", "taiwan, province of china": "TW",
    "viet nam": "VN", "hong kong": "HK", "macao": "MO", "la réunion": "RE",
}  # fmt: skip
_THE = re.compile(r"\s*\(the\)$")
_CODE = re.compile(r"([A-Za-z]{2})(?:\s*[-(/,].*)?")


def country(text: str | None) -> str | None:
    """Return the alpha-2 code when known, else the text as published."""
    return country_code(text) or text


def country_code(text: str | None) -> str | None:
    """Return the alpha-2 code of a name or a code; None when it is neither."""
    if not text:
        return None
    folded = text.casefold().strip(" .")
    code = _by_name().get(folded) or _by_name().get(_THE.sub("", folded))
    if code:
        return code
    found = _CODE.fullmatch(text.strip())
    return _by_name().get(found[1].casefold(), found[1].upper()) if found else None


@cache
def _by_name() -> dict[str, str]:
    names = {
        name.casefold(): code
        for language in _LANGUAGES
        for code, name in Locale(language).territories.items()
        if len(code) == len("FR") and code.isalpha()
    }
    return {**names, **_OTHER_NAMES}
