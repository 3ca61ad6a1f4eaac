"""What registries and registrars say about a registration, in their own formats."""
