"""The operator's identity provider (OpenID Connect): reached, believed, or not."""
