"""The certificate authorities we believe: the operator's PEM files, or the system's."""

import ssl
import warnings
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.utils import CryptographyDeprecationWarning

from probes.errors import OptionsError
from probes.options import ProbeOptions


def client_context(options: ProbeOptions) -> ssl.SSLContext:
    """Return the shared context for HTTPS to registries: chain and name are checked."""
    return _client_context(options.tls_roots)


def roots(options: ProbeOptions) -> tuple[x509.Certificate, ...]:
    """Return the root certificates; raises OptionsError for a PEM file that cannot be read."""
    return _roots(options.tls_roots)


# Kept for the life of the process: loading the system's roots takes 20 ms. A changed file is read
# after a restart.
@cache
def _client_context(files: tuple[Path, ...]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for path in files:
        context.load_verify_locations(cafile=path)
    if not files:
        context.load_default_certs()
    return context


@cache
def _roots(files: tuple[Path, ...]) -> tuple[x509.Certificate, ...]:
    if files:
        return tuple(root for path in files for root in _from_file(path))
    return tuple(_from_system())


def _from_file(path: Path) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except OSError as error:
        raise OptionsError(path, f"cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise OptionsError(path, "holds no certificate in PEM form") from error


def _from_system() -> Iterator[x509.Certificate]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_default_certs()
    for der in context.get_ca_certs(binary_form=True):
        # Old roots with odd serial numbers are still in systems' stores; that is not our affair.
        with warnings.catch_warnings(), suppress(ValueError):
            warnings.simplefilter("ignore", CryptographyDeprecationWarning)
            yield x509.load_der_x509_certificate(der)
