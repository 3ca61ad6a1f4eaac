"""What pages show of the domain: lines of queries made into the components’ parts, no database."""
