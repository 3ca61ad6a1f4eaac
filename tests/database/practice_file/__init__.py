"""The practice file: everything a practice typed leaves with it, and comes back."""
