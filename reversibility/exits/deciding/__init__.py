"""How far to go: what is at stake, what can be proved, what the practice itself owed; options."""
