"""The home page of a site: what is read, what is kept."""
