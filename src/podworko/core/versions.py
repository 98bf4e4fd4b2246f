"""Which state of a thing somebody saw before they changed it, so that nobody's change is undone unseen."""

import hashlib
import json

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from podworko.core.errors import Conflict


def version_of(*state: object) -> str:
    """Return a short print of `state`, which is whatever JSON can hold; another state has another one."""
    text = json.dumps(state, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def check(seen: str | None, now: str) -> None:
    """Raise Conflict when what was `seen` is not what stands `now`; None is seen by programs, which do not look."""
    if seen is not None and seen != now:
        raise Conflict.because(
            "changed-meanwhile",
            _(
                "Somebody changed this after you had opened the page. What you typed is still below: "
                "look at how it stands now, and save again if yours is right."
            ),
        )
