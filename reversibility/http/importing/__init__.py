"""Load a practice file into the register."""
