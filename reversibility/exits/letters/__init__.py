"""The letters of a contract: written from the register, kept, followed to an answer."""
