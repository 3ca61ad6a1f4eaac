"""A rich fictional dossier in both languages, and the raw files its evidence speaks of.

`dossier-fr.json` and `dossier-en.json` are also the example of the renderer's input.
"""

from functools import cache
from pathlib import Path

from exports.dossier import Dossier, Language, from_json

HERE = Path(__file__).parent
REGISTER = '{"practice": "Cabinet médical Exemple"}\n'.encode()
RAW = {
    "data/evidence/P-001-rdap.json": (
        b'{"objectClassName":"domain","ldhName":"cabinet-exemple.example"}\n'
    ),
    "data/evidence/P-002-whois.txt": b"domain: cabinet-exemple.example\nholder-c: SEW1\n",
    "data/evidence/P-003-dns.bin": bytes(range(256)) * 9,
    "data/evidence/P-004-tls.txt": (
        b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
    ),
    "data/evidence/P-005-facture.bin": b"%PDF-1.7 facture 2025-118\n",
}


@cache
def sample(language: Language = Language.FR) -> Dossier:
    """Read the dossier in one language."""
    return from_json((HERE / f"dossier-{language}.json").read_bytes())
