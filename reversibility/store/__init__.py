"""Where rows live: the SQLAlchemy base, the column types, and the one transaction."""
