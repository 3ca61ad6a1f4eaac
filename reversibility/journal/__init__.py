"""Who did what to which record, and when: one hash chain per practice."""
