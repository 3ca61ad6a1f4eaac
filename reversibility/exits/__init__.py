"""Leaving a provider: the situation, the exit plan and the handover pack."""
