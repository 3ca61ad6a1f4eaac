"""Signing in: what Flask-Security asks for, over our own tables, sessions and throttles."""
