"""Certificate chains of every shape a site may show, in DER one after another, always the same.

Keys and numbers are fixed, so that a mutation can be made again on another day: nobody trusts them.
"""

import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

HOST = "cabinet-exemple.fr.example"
NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)

_SIGNING = ec.derive_private_key(20_261_124, ec.SECP256R1())
_EDWARDS = ed25519.Ed25519PrivateKey.from_private_bytes(b"exemple " * 4)
# Any odd number of that size is an RSA key to read, although to none to sign with.
_RSA = rsa.RSAPublicNumbers(65_537, (1 << 2_047) + 12_345).public_key()
PublicKey = ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey | rsa.RSAPublicKey


@dataclass(frozen=True, kw_only=True)
class _Plan:
    subject: x509.Name
    issuer: x509.Name
    key: PublicKey
    days: tuple[int, int] = (-30, 60)
    extensions: Sequence[x509.ExtensionType] = field(default=())
    signed_with: ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey = _SIGNING


def _name(*parts: tuple[ObjectIdentifier, str]) -> x509.Name:
    return x509.Name([x509.NameAttribute(oid, text) for oid, text in parts])


_ROOT = _name((NameOID.COUNTRY_NAME, "FR"), (NameOID.COMMON_NAME, "Autorité Exemple"))
_BETWEEN = _name((NameOID.ORGANIZATION_NAME, "Autorité Exemple"), (NameOID.COMMON_NAME, "E1"))
_SITE = _name((NameOID.COMMON_NAME, HOST))
_WIDE = _name(
    (NameOID.COUNTRY_NAME, "FR"), (NameOID.STATE_OR_PROVINCE_NAME, "Rhône"),
    (NameOID.ORGANIZATION_NAME, "SELARL Cabinet médical Exemple"),
    (NameOID.SERIAL_NUMBER, "123456782"), (NameOID.EMAIL_ADDRESS, "contact@cabinet.example"),
    (NameOID.COMMON_NAME, HOST),
)  # fmt: skip
_NAMES = x509.SubjectAlternativeName([x509.DNSName(HOST), x509.DNSName(f"*.{HOST}")])
_EVERY_NAME = x509.SubjectAlternativeName(
    [
        *(x509.DNSName(f"site{number}.example") for number in range(60)),
        x509.IPAddress(ip_address("192.0.2.1")), x509.IPAddress(ip_address("2001:db8::1")),
        x509.RFC822Name("contact@cabinet.example"), x509.DirectoryName(_ROOT),
        x509.UniformResourceIdentifier(f"https://{HOST}/"),
        x509.RegisteredID(ObjectIdentifier("1.2.3.4")),
        x509.OtherName(ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"), b"\x0c\x03a@b"),
    ]
)  # fmt: skip
_LEAF = (
    x509.BasicConstraints(ca=False, path_length=None),
    x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]),
    x509.SubjectKeyIdentifier.from_public_key(_SIGNING.public_key()),
    x509.AuthorityKeyIdentifier.from_issuer_public_key(_SIGNING.public_key()),
)
_AUTHORITY = (x509.BasicConstraints(ca=True, path_length=1), *_LEAF[2:])
_RICH = (
    x509.AuthorityInformationAccess(
        [x509.AccessDescription(
            x509.AuthorityInformationAccessOID.OCSP,
            x509.UniformResourceIdentifier("http://ocsp.example/"),
        )]
    ),
    x509.CRLDistributionPoints(
        [x509.DistributionPoint(
            [x509.UniformResourceIdentifier("http://crl.example/1.crl")], None, None, None
        )]
    ),
    x509.CertificatePolicies(
        [x509.PolicyInformation(ObjectIdentifier("2.23.140.1.2.1"), ["http://cps.example/"])]
    ),
    x509.TLSFeature([x509.TLSFeatureType.status_request]),
    x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2"), b"\x04\x02\x00\x00"),
)  # fmt: skip
_CONSTRAINED = x509.NameConstraints(
    permitted_subtrees=[x509.DNSName("fr.example"), x509.IPAddress(ip_network("192.0.2.0/24"))],
    excluded_subtrees=[x509.DNSName("mil.example")],
)


def root() -> x509.Certificate:
    """Return the authority that the reader is told to believe."""
    return x509.load_der_x509_certificate(
        _signed(
            _Plan(subject=_ROOT, issuer=_ROOT, key=_SIGNING.public_key(), days=(-900, 3_000),
                  extensions=_AUTHORITY), 1,
        )
    )  # fmt: skip


def chains() -> Iterator[bytes]:
    """Yield each shape: good, expired, self-signed, of other keys, with every extension."""
    key, between = _SIGNING.public_key(), _intermediate()
    leaves = [
        _Plan(subject=_SITE, issuer=_BETWEEN, key=key, extensions=(*_LEAF, _NAMES)),
        _Plan(subject=_SITE, issuer=_BETWEEN, key=key, days=(-90, -1), extensions=(*_LEAF, _NAMES)),
        _Plan(subject=_SITE, issuer=_SITE, key=key, extensions=(*_LEAF, _NAMES)),
        _Plan(subject=_WIDE, issuer=_BETWEEN, key=_RSA, extensions=(*_LEAF, _EVERY_NAME, *_RICH)),
        _Plan(subject=_SITE, issuer=_BETWEEN, key=_EDWARDS.public_key(), extensions=(_NAMES,)),
        _Plan(subject=_SITE, issuer=_SITE, key=_EDWARDS.public_key(), signed_with=_EDWARDS),
    ]
    for serial, plan in enumerate(leaves, start=100):
        yield _signed(plan, serial) + between


def in_pem(chain: bytes) -> bytes:
    """Return a chain as the probes keep it."""
    return "".join(map(ssl.DER_cert_to_PEM_cert, _split(chain))).encode()


def _split(chain: bytes) -> Iterator[bytes]:
    """Part the certificates of a chain by the length that each tells."""
    length = int.from_bytes(chain[2:4], "big") + 4 if chain[1:2] == b"\x82" else len(chain)
    yield chain[:length]
    if chain[length:]:
        yield chain[length:]


def _intermediate() -> bytes:
    extensions = (*_AUTHORITY, _CONSTRAINED)
    plan = _Plan(subject=_BETWEEN, issuer=_ROOT, key=_SIGNING.public_key(), days=(-300, 900),
                 extensions=extensions)  # fmt: skip
    return _signed(plan, 2)


def _signed(plan: _Plan, serial: int) -> bytes:
    first, last = (NOW + timedelta(days=day) for day in plan.days)
    builder = (
        x509.CertificateBuilder()
        .subject_name(plan.subject)
        .issuer_name(plan.issuer)
        .public_key(plan.key)
        .serial_number(serial)
        .not_valid_before(first)
        .not_valid_after(last)
    )
    for extension in plan.extensions:
        is_critical = isinstance(extension, x509.BasicConstraints | x509.NameConstraints)
        builder = builder.add_extension(extension, critical=is_critical)
    if isinstance(plan.signed_with, ed25519.Ed25519PrivateKey):
        return builder.sign(plan.signed_with, None).public_bytes(Encoding.DER)
    return builder.sign(plan.signed_with, SHA256(), ecdsa_deterministic=True).public_bytes(
        Encoding.DER
    )
