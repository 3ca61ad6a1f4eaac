"""What needs attention: the rules of a policy, read over the register, with their reasons."""
