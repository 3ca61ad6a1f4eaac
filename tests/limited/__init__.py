"""Registries on loopback that limit how often they are asked, and count who broke the limit."""
