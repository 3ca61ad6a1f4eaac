"""What is asked of a provider that answers, and what it handed over, item by item."""
