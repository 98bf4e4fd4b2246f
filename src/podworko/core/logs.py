"""What the logs must not tell."""

import re
from collections.abc import MutableMapping
from typing import Any

# The signature in the address of somebody's own page, the key of an invitation, a calendar or a new password: whoever
# reads it could open the page.
SIGNATURE = re.compile(r"(:|invitation/|feeds/)[\w-]{43}(?![\w-])")
# The secret with which somebody may rate, once.
VOICE = re.compile(r"(/rate/)[\w-]{16}(?![\w-])")
NEW_PASSWORD = re.compile(r"(password/reset/key/)[\w-]+")
# What was asked for may name anybody: words that were sought, a code with which somebody returns from the city.
ASKED = re.compile(r"(/[^\s?]*\?)[^\s\"']+")


def hide_signatures(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Return the line without the signatures of links, and without what follows the question mark of an address."""
    return {name: _hidden(value) if isinstance(value, str) else value for name, value in event.items()}


def _hidden(text: str) -> str:
    for secret in (SIGNATURE, VOICE, NEW_PASSWORD, ASKED):
        text = secret.sub(r"\1…", text)
    return text
