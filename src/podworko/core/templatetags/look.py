"""Drawings for templates: `{% load look %}`."""

import json

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.safestring import SafeString

from podworko.core import art

register = template.Library()


@register.simple_tag
def poster_art(kind: str, seed: object) -> SafeString:
    """Draw the poster of the place with this kind and seed."""
    return art.poster_art(kind, str(seed))


@register.simple_tag
def kind_mark(kind: str) -> SafeString:
    """Draw the mark of a kind of place."""
    return art.kind_mark(kind)


@register.simple_tag
def kind_shape(kind: str) -> str:
    """Return the outline of that mark, for a picture that holds many of them."""
    return art.kind_shape(kind)


@register.simple_tag
def face(number: int) -> SafeString:
    """Draw one of the five faces, from 1, awful, to 5, great."""
    return art.face(number)


@register.filter
def as_json(value: object) -> str:
    """Return `value` as JSON, for an attribute that a module reads: no page holds a script, not even one of data."""
    return json.dumps(value, cls=DjangoJSONEncoder)
