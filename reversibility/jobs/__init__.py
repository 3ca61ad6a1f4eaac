"""Background work: runs, their units, and the queue that carries unit ids."""
