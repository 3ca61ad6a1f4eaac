"""How every printed document is made: one look, one typesetter, one child process with limits."""
