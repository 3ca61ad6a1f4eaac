"""The reversibility annex of a contract: made from the register, kept as it was."""
