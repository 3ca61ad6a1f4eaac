"""RDAP: registration data as JSON (RFC 9082, RFC 9083, RFC 9537)."""
