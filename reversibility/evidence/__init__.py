"""What was seen: observations, and verdicts that compare them with the register."""
