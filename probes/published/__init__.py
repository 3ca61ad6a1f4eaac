"""What registries publish, whatever the protocol: values, days, countries, hidden holders."""
