"""DNS: what the parent delegates and what each delegated server answers."""
