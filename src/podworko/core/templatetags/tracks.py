"""Uses of rooms on a track: `{% load tracks %}`, `{% placed row.uses %}`, `{% listed day.uses %}`.

A page holds hundreds of them, and a template takes longer for each than all else on the page: these lines are drawn
here. A use has .title .time .kind and, where there is more to say, .url .note .room; on a track of quarters .start and
.length too.
"""

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString

register = template.Library()

# Quarters of an hour.
SHORT = 8


@register.simple_tag
def placed(uses: Iterable[Any]) -> SafeString:
    """Draw uses at their quarters; hours first, then who it is."""
    return SafeString(
        "".join(
            f'<li class="use is-{use.kind} q-{use.start} n-{use.length}"{_in_full(use)}>{_title(use)} '
            f"<small>{escape(use.time)}{_note(use.note)}</small></li>"
            for use in uses
        )
    )


@register.simple_tag
def listed(uses: Iterable[Any]) -> SafeString:
    """Draw uses under one another: hours, room, who it is."""
    return SafeString(
        "".join(
            f'<li class="use is-{use.kind}">{_title(use)} '
            f"<small>{', '.join(escape(each) for each in (use.time, use.room, use.note) if each)}</small></li>"
            for use in uses
        )
    )


def _in_full(use: Any) -> str:
    """Return all that is said of a short use, whose box may be too narrow for it."""
    if use.length > SHORT:
        return ""
    return f' title="{escape(", ".join(each for each in (use.title, use.time, use.note) if each))}"'


def _title(use: Any) -> str:
    title = escape(use.title)
    return f'<strong><a href="{escape(use.url)}">{title}</a></strong>' if use.url else f"<strong>{title}</strong>"


def _note(note: str) -> str:
    return f'<span class="note">, {escape(note)}</span>' if note else ""
