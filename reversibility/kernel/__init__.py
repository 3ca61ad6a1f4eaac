"""Values without meaning of their own: ids, time, periods, errors, digests, actors."""
