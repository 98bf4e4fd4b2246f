"""The usual hours of a place in one line, as paper has them."""

from itertools import groupby

from podworko.places.hours.reading import usual_week
from podworko.places.models import Centre


def usual_words(centre: Centre) -> str:
    """Return the usual opening hours, days alike drawn together; nothing where they are not known."""
    week = [(name, ", ".join(map(str, spans))) for name, spans, _duty in usual_week(centre)]
    parts = []
    for spans, alike in groupby(week, key=lambda day: day[1]):
        names = [name for name, _spans in alike]
        if spans:
            parts.append(f"{names[0] if len(names) == 1 else f'{names[0]}–{names[-1]}'} {spans}")
    return "; ".join(parts)
