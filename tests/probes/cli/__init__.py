"""`python -m probes`, as a person starts it."""
