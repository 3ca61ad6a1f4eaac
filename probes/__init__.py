"""Ask public systems (RDAP, WHOIS, DNS, TLS) who really holds what; keep what they answered."""
