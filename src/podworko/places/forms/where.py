"""Where somebody is: a part of the city from a list, or the point that their browser wrote."""

from typing import Any

from django import forms

from podworko.places.distances import Point


class WhereField(forms.ChoiceField):
    """A district by its code, or a point "50.062,19.938" that the browser wrote."""

    def valid_value(self, value: Any) -> bool:
        """Say whether it is one of the districts, or a point on earth."""
        return super().valid_value(value) or point_of(value) is not None


def point_of(text: str) -> Point | None:
    """Return the point that is written, or nothing."""
    try:
        return Point.read(text)
    except ValueError:
        return None
