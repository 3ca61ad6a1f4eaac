"""How often each service host is asked: budgets, turns, pauses, and who waits for whom.

A registry limits its host, which may serve hundreds of top-level domains; so everything here is
keyed by the host that is asked, never by the suffix of a name.
"""
