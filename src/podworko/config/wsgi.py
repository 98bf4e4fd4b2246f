"""The door for the web server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "podworko.config.settings")
application = get_wsgi_application()

from podworko.core.edition import edition  # noqa: E402 - needs the settings

# As the files are when the process starts: they are what it runs, whatever is put in their place later.
edition()
