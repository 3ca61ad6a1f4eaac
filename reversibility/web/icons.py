"""Which icon stands beside a family of elements; always beside its name, never instead of it."""

from collections.abc import Mapping
from types import MappingProxyType

_OTHER = "file-description"
_FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "domain": "world-www",
        "dns_zone": "sitemap",
        "email": "mail",
        "tls_cert": "certificate",
        "emailing": "mail",
        "hosting": "server-2",
        "website": "app-window",
        "site_service": "key",
        "practice_software": "file-certificate",
        "appointment": "calendar-event",
        "crm": "address-book",
        "data": "copy",
        "it_admin": "users",
        "payment": "currency-euro",
        "telephony": "phone",
        "ads": "ad-2",
        "analytics": "search",
        "profile": "map-pin",
        "source_code": "file-text",
        "rights": "camera",
    }
)


def family_icon(family: str) -> str:
    """Return the icon of a family."""
    return _FAMILIES.get(family, _OTHER)
