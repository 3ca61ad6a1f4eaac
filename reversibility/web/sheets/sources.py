"""Where a sentence comes from, how sure that is, and when it was read."""

import re

from reversibility.catalogues.models import Grade, Source
from reversibility.web.filters import date_long
from reversibility.web.languages import current_language, gettext

_KNOWN = "known-practice"
"""The source of what the trade knows, in every catalogue."""
_NOT_READ = re.compile(r" \((?:non relue?s?|not read again)\)")
"""Beside a title that is to be checked it says the same twice."""


def cited(source: Source) -> str:
    """Name the source of a sentence; what was not read again is to be checked."""
    if source.id == _KNOWN:
        return gettext("Pratique connue, à vérifier.")
    title = source.called(current_language())
    if source.grade is Grade.C:
        return gettext("%(title)s\u00a0: à vérifier.", title=_NOT_READ.sub("", title))
    return gettext(
        "Source\u00a0: %(title)s (%(site)s), lu le %(day)s.",
        title=title,
        site=source.site,
        day=date_long(source.read_on),
    )
