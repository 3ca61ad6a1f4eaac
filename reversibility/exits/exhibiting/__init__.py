"""The exhibits of a contract: chronology and numbered list, and the pack that holds them."""
