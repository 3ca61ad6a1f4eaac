"""The application factory: the only module that knows every part."""

from flask import Flask

from reversibility.http.services import Services
from reversibility.web import init_web


def create_app(services: Services) -> Flask:
    """Make the WSGI application for a set of services."""
    app = Flask("reversibility", static_folder=None)
    init_web(app, services)
    return app
