"""What holds for every piece alike: whether it is secret, and whether its content was erased."""
