"""How long what is kept is kept, and the one way in which it goes."""
