"""The way of a new practice from its name to an annex that can be signed: how far it has come."""
