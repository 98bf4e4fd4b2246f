"""Voices in templates: `{% load ratings %}`."""

from django import template
from django.utils.safestring import SafeString

from podworko.evaluation import pictures
from podworko.evaluation.queries.results import Voices

register = template.Library()


@register.simple_tag
def strip_of_voices(voices: Voices) -> SafeString:
    """Draw the shares of the faces as one flat bar."""
    return pictures.strip(voices)
