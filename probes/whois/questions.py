"""How a server wants to be asked; most take the name alone.

As the servers' own help texts have it; not tried from here on the servers themselves.
"""

_FORMS = {
    # Without the keyword, host names that contain the name are listed as well.
    "whois.verisign-grs.com": "domain {name}",
    # Without it, DENIC answers only whether the name is taken.
    "whois.denic.de": "-T dn,ace {name}",
    # Without it, the answer is in Japanese.
    "whois.jprs.jp": "{name}/e",
    "whois.punktum.dk": "--show-handles {name}",
    "whois.nic.name": "domain = {name}",
}


def line_for(host: str, name: str) -> str:
    """Return the line that asks this server for this name."""
    return _FORMS.get(host, "{name}").format(name=name)
