"""What a practice answers about handing over: what can be reused, and taking the next one in."""
