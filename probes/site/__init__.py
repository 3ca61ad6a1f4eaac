"""The home page of a site, fetched once and never run: what it shows of its upkeep."""
