"""The population of the universe: machines, people, registrations, zones and sites, as data."""
