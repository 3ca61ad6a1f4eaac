"""TLS: the certificate a site presents."""
