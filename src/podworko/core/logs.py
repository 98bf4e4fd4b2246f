"""What the logs must not tell."""

import re
from collections.abc import MutableMapping
from typing import Any

# The signature in the address of somebody's own page, the key of an invitation: whoever reads it could open the page.
SIGNATURE = re.compile(r"(:|invitation/)[\w-]{43}(?![\w-])")


def hide_signatures(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Return the line without the signatures of links, whoever wrote it."""
    return {name: SIGNATURE.sub(r"\1…", value) if isinstance(value, str) else value for name, value in event.items()}
