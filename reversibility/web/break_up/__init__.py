"""The break-up: what happens, what comes first, what happened when, what patients are told."""
