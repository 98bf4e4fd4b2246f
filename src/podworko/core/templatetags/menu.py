"""The menu in templates: `{% load menu %}`, `{% menu as items %}`."""

from django import template
from django.template import Context

from podworko.core import menu as registry

register = template.Library()


@register.simple_tag(takes_context=True)
def menu(context: Context) -> list[registry.Item]:
    """Return what stands in the menu of this page."""
    return registry.items({str(name): value for name, value in context.flatten().items()})
