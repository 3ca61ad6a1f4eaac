"""Certificates as today's most common free authority gives them, one for each site.

A leaf on P-256, signed by an intermediate on P-384, signed by an RSA root: what a handshake costs
whoever verifies it is mostly that one P-384 signature. Source: letsencrypt.org/certificates, chains
"E7" and "ISRG Root X1", read November 2026.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_YEAR = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Authority:
    """A root, and the intermediate that signs leaves."""

    root: x509.Certificate
    intermediate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def write_root(self, folder: Path) -> Path:
        """Write the root as an operator would name it in `[tls] roots`."""
        path = folder / "root.pem"
        path.write_bytes(self.root.public_bytes(Encoding.PEM))
        return path

    def context(self, name: str, folder: Path) -> SSLContext:
        """Return a server's side of TLS for one name, with a key and a leaf of its own."""
        key = ec.generate_private_key(ec.SECP256R1())
        chain = (self._leaf(name, key), self.intermediate)
        path = folder / f"{name}.pem"
        path.write_bytes(
            key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            + b"".join(certificate.public_bytes(Encoding.PEM) for certificate in chain)
        )
        context = SSLContext(PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def _leaf(self, name: str, key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
        now = datetime.now(UTC)
        return (
            _builder(_named(name), self.intermediate.subject, key.public_key())
            .not_valid_before(now - timedelta(days=30))
            .not_valid_after(now + timedelta(days=60))
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(
                x509.SubjectAlternativeName([x509.DNSName(name), x509.DNSName(f"www.{name}")]),
                critical=False,
            )
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()),
                critical=False,
            )
            .sign(self.key, SHA384())
        )


def make_authority() -> Authority:
    """Make a root and its intermediate."""
    root_key = rsa.generate_private_key(public_exponent=65_537, key_size=4_096)
    key = ec.generate_private_key(ec.SECP384R1())
    root_name = _named("Racine de mesure")
    root = _signed_authority(_builder(root_name, root_name, root_key.public_key()), root_key, None)
    below = _builder(_named("Mesure E1"), root_name, key.public_key())
    return Authority(root=root, intermediate=_signed_authority(below, root_key, 0), key=key)


def _signed_authority(
    builder: x509.CertificateBuilder, key: rsa.RSAPrivateKey, path_length: int | None
) -> x509.Certificate:
    now = datetime.now(UTC)
    usage = {name: name in {"key_cert_sign", "crl_sign"} for name in _USAGES}
    return (
        builder.not_valid_before(now - _YEAR)
        .not_valid_after(now + 10 * _YEAR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), critical=False
        )
        .sign(key, SHA256())
    )


_USAGES = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
    "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
)  # fmt: skip


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _named(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])
