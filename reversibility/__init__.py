"""The service: importing it imports nothing; each domain is imported by its own name."""
