"""How a letter is written: what it is filled in with, what stands against it, how it is printed."""
