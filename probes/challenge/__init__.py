"""Challenges: a value that somebody places in a zone or on a site shows that they can act there.

It shows control on that day and nothing of title: who holds the name is never concluded from it.
"""
