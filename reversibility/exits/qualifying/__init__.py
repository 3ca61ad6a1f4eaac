"""What happens with a provider: from plain answers to a case, with the reasons."""
