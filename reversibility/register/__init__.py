"""The register: parties, persons, assets, and what depends on what."""
