"""How to get it back: playbooks applied to the assets of a practice."""
