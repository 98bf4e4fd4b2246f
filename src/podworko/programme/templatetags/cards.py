"""What is on, drawn: `{% load cards %}`, `{% cards day.cards %}`, `{% lines day.cards %}`.

A page holds dozens of cards, a month hundreds of lines, and a template takes longer for each than all else on the
page: these are drawn here.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.forms import BoundField, Select
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from podworko.core.templatetags.look import kind_mark
from podworko.programme.queries.cards import Card

register = template.Library()


@register.simple_tag
def cards(shown: Iterable[Card]) -> SafeString:
    """Draw sessions as cards: hours, title, sentence, place, facts, and how one comes."""
    off = escape(_("Called off"))
    return SafeString("".join(_off(card, off) if card.is_called_off else _card(card) for card in shown))


@register.simple_tag
def lines(shown: Iterable[Card]) -> SafeString:
    """Draw sessions as short lines: when they begin, title, place."""
    off = escape(_("Called off"))
    return SafeString("".join(_line(card, off) for card in shown))


@register.simple_tag
def chosen_from(field: BoundField) -> SafeString:
    """Draw a list to choose from, as Django's own template does at ten times the cost; with a mistake, by that one."""
    widget = field.field.widget
    if field.errors or not isinstance(widget, Select):
        return SafeString(str(field))
    value = str(field.value() or "")
    options = "".join(
        f'<option value="{escape(str(each))}"{" selected" if str(each) == value else ""}>{escape(str(name))}</option>'
        for each, name in widget.choices
    )
    return SafeString(f'<select name="{field.html_name}" id="{field.id_for_label}">{options}</select>')


@register.simple_tag
def ticks(fields: Iterable[BoundField]) -> SafeString:
    """Draw what is answered with yes, each in a line with its label."""
    return SafeString("".join(_tick(field) for field in fields))


def _tick(field: BoundField) -> str:
    box = f'<input type="checkbox" name="{field.html_name}" value="1" id="{field.id_for_label}"'
    checked = " checked" if field.value() else ""
    return f'<div><label for="{field.id_for_label}">{box}{checked}> {escape(str(field.label))}</label></div>'


def _card(card: Card) -> str:
    facts = "".join(f"<span>{escape(fact)}</span> " for fact in card.facts)
    coming = ""
    if card.coming:
        kind = "is-gone" if card.is_full else "is-open"
        coming = f'<strong class="coming {kind}">{escape(card.coming)}</strong>'
    lead = f"<p>{escape(card.lead)}</p>" if card.lead else ""
    return (
        f'<li class="slip{_ink(card)}"><p class="when">{card.hours}</p><h3><a href="{card.url}">{escape(card.title)}'
        f'</a></h3>{lead}{_place(card)}<p class="foot-line">{facts}{coming}</p></li>'
    )


def _off(card: Card, off: str) -> str:
    return (
        f'<li class="slip is-off{_ink(card)}"><p class="when"><s>{card.hours}</s></p>'
        f'<h3><a href="{card.url}"><s>{escape(card.title)}</s></a></h3>'
        f"<p><strong>{off}.</strong> {escape(card.reason)}</p>{_place(card)}</li>"
    )


def _line(card: Card, off: str) -> str:
    title, place = escape(card.title), f' <span class="quiet">{escape(card.place)}</span>' if card.place else ""
    start = card.hours.partition("–")[0]
    if card.is_called_off:
        words = f'<s><span class="when">{start}</span> <a href="{card.url}">{title}</a></s> <strong>{off}</strong>'
    else:
        words = f'<span class="when">{start}</span> <a href="{card.url}">{title}</a>'
    return f'<li class="on{_ink(card)}">{words}{place}</li>'


def _place(card: Card) -> str:
    if not card.place:
        return ""
    far = f" · {escape(card.distance)}" if card.distance else ""
    return f'<p class="at">{kind_mark(card.look)}<span>{escape(card.place)}{far}</span></p>'


def _ink(card: Card) -> str:
    return f" k-{card.look}" if card.look else ""
