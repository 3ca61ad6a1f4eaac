"""What a practice may expect of a contract. Pure; its dates are in `terms`."""

EXPECTATIONS = (
    "site",
    "domain",
    "hosting",
    "mail",
    "maintenance",
    "support",
    "contents",
    "seo",
    "advertising",
    "booking",
)
"""What a practice may think it buys; anything else stands in its own words."""
