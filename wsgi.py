"""The service for a WSGI server: `gunicorn wsgi:app`. Jobs are for a worker beside it."""

import os

from reversibility.app import create_app
from reversibility.http.services import build
from reversibility.settings import Settings

app = create_app(build(Settings.from_environ(os.environ)))
