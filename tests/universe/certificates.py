"""The universe's certificate authority: good certificates, and each kind of bad one.

Elliptic curves throughout: making an RSA key would take longer than starting the whole universe.
"""

import ssl
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

YEAR = timedelta(days=365)
# When a leaf is valid, in days around the start of the universe.
PERIODS = {
    "expired": (-120, -30),
    "not_yet_valid": (10, 100),
    "soon": (-83, 7),
    "last_quarter": (-350, 48),
}
GOOD_PERIOD = (-30, 60)


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """A certificate that signs others."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


@dataclass(frozen=True, kw_only=True)
class Authority:
    """A root, the intermediate that works for it, and the day they were made."""

    root: Issuer
    intermediate: Issuer
    now: datetime

    def root_pem(self) -> bytes:
        """Return the root, as an operator would put it into `[tls] roots`."""
        return self.root.certificate.public_bytes(Encoding.PEM)


def make_authority(name: str, now: datetime) -> Authority:
    """Make a root and its intermediate."""
    root = _issuer(name, now, None)
    return Authority(root=root, intermediate=_issuer(f"{name} E1", now, root), now=now)


def server_context(
    authority: Authority, names: list[str], fault: str, folder: Path
) -> ssl.SSLContext:
    """Return a server's side of TLS that presents a certificate for these names.

    `fault` is "good" or what is wrong: expired, not_yet_valid, self_signed, wrong_name,
    unknown_issuer; "soon" ends within a week, "last_quarter" is near the end of 398 days,
    "organisation" names the agency as holder.
    """
    if fault == "unknown_issuer":
        authority = make_authority("Autorité inconnue", authority.now)
    shown = ["tout-autre-nom.example"] if fault == "wrong_name" else names
    key = ec.generate_private_key(ec.SECP256R1())
    leaf = _leaf(authority, key, shown, fault)
    chain = [leaf] if fault == "self_signed" else [leaf, authority.intermediate.certificate]
    path = folder / f"{names[0]}.pem"
    path.touch(mode=0o600)
    path.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + b"".join(certificate.public_bytes(Encoding.PEM) for certificate in chain)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def _issuer(name: str, now: datetime, parent: Issuer | None) -> Issuer:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(name)
    signer = parent or Issuer(
        certificate=_authority_certificate(subject, key, now, None, key), key=key
    )
    if parent is None:
        return signer
    certificate = _authority_certificate(subject, key, now, parent, parent.key)
    return Issuer(certificate=certificate, key=key)


def _authority_certificate(
    subject: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: datetime,
    parent: Issuer | None,
    signing_key: ec.EllipticCurvePrivateKey,
) -> x509.Certificate:
    issuer = parent.certificate.subject if parent else subject
    builder = _builder(subject, issuer, key, signing_key)
    builder = builder.not_valid_before(now - YEAR).not_valid_after(now + 10 * YEAR)
    constraints = x509.BasicConstraints(ca=True, path_length=0 if parent else None)
    builder = builder.add_extension(constraints, critical=True)
    builder = builder.add_extension(_usage(signs_certificates=True), critical=True)
    return builder.sign(signing_key, SHA256())


def _leaf(
    authority: Authority, key: ec.EllipticCurvePrivateKey, names: list[str], fault: str
) -> x509.Certificate:
    holder = [(NameOID.ORGANIZATION_NAME, "Studio Exemple Web")] if fault == "organisation" else []
    parts = [*holder, (NameOID.COMMON_NAME, names[0])]
    subject = x509.Name([x509.NameAttribute(kind, value) for kind, value in parts])
    signer = authority.intermediate
    issuer, signing_key = signer.certificate.subject, signer.key
    if fault == "self_signed":
        issuer, signing_key = subject, key
    first, last = PERIODS.get(fault, GOOD_PERIOD)
    alternatives = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
    return (
        _builder(subject, issuer, key, signing_key)
        .not_valid_before(authority.now + timedelta(days=first))
        .not_valid_after(authority.now + timedelta(days=last))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(alternatives, critical=False)
        .sign(signing_key, SHA256())
    )


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    signing_key: ec.EllipticCurvePrivateKey,
) -> x509.CertificateBuilder:
    signer = x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key())
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(signer, critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Autorité Exemple"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )
