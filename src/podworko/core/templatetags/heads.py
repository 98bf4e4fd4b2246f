"""What a page tells programs, in templates: `{% load heads %}`, `{% head_tags %}`."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from podworko.core import heads

register = template.Library()


@register.simple_tag(takes_context=True)
def head_tags(context: Context) -> SafeString:
    """Return the tags that were registered for this page."""
    found = heads.of({str(name): value for name, value in context.flatten().items()})
    return found.drawn() if found else SafeString("")
