"""What templates of the whole product may use from here."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from podworko.portal import demo


def page(request: HttpRequest) -> dict[str, Callable[[], Any]]:
    """Return those who can sign in to the demo, for the page where one signs in."""
    return {"demo_sign_ins": demo.sign_ins} if settings.DEMO else {}
