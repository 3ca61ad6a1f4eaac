"""WHOIS: registration data as text on port 43 (RFC 3912)."""
