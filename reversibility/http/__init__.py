"""What the web, the API and the command line share: actors, units of work, schemas."""
