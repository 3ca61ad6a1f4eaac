"""Tables for people: what they are called, how they are written, how messy ones are read."""
