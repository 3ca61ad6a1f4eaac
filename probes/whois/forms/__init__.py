"""The forms that registries write WHOIS answers in, one parser each."""
