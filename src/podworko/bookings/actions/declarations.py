"""The sentences to which whoever asks for a room agrees."""

from django.utils.translation import gettext as _

from podworko.bookings.models import Declaration
from podworko.core import audit, versions
from podworko.core.errors import Conflict, Refused
from podworko.core.text import is_seen
from podworko.core.transactions import action
from podworko.places.actions.keeping import lock, record
from podworko.places.models import Centre

# More than this nobody reads before they agree.
MOST = 10
LONGEST = 300


def suggestions() -> dict[str, str]:
    """Return sentences that places often want, by a word that stands for each, in the language of the moment."""
    return {
        "free": _("Taking part is free of charge, and whoever wants to may come."),
        "no-agitation": _("The meeting campaigns for no party, candidate or religion."),
        "no-earning": _("Nobody earns money with the meeting."),
        "tidy": _("We leave the room tidy, close the windows and switch off the light."),
        "damage": _("If something breaks, we say so at once and put it right."),
        "minors": _("Children and young people are in the care of an adult all the time."),
    }


@action
def add_declaration(*, centre: Centre, words: str, by: audit.Actor) -> Declaration:
    """Put a sentence under those that stand; one that stands already is not put twice.

    Raises Refused for no sentence, a long one, or too many of them. Requests that were sent keep what they agreed to.
    """
    centre = lock(centre)
    words = _tidy(words)
    there = list(centre.declarations.all())
    if same := next((each for each in there if each.words.casefold() == words.casefold()), None):
        return same
    if len(there) >= MOST:
        sentence = _("There are %(most)s already: more than that nobody reads. Remove one first.") % {"most": MOST}
        raise Refused.because("too-many", sentence, field="words")
    position = max((each.position for each in there), default=-1) + 1
    made = Declaration.objects.create(centre=centre, words=words, position=position)
    record("bookings.declaration_added", centre, by=by, before={}, after={"words": words}, what=words)
    return made


@action
def change_declaration(*, declaration: Declaration, words: str, by: audit.Actor, seen: str | None = None) -> None:
    """Say it in other words. Raises Refused, Conflict when it is gone, or no longer as it was `seen`."""
    centre = lock(declaration.centre)
    found = centre.declarations.filter(pk=declaration.pk).first()
    if found is None:
        raise Conflict.because("gone", _("Somebody has removed this sentence meanwhile."))
    versions.check(seen, declaration_version(found))
    words = _tidy(words)
    if any(each.words.casefold() == words.casefold() for each in centre.declarations.exclude(pk=found.pk)):
        raise Refused.because("taken", _("This sentence stands there already."), field="words")
    before, found.words = found.words, words
    found.save(update_fields=["words"])
    old, new = {"words": before}, {"words": words}
    record("bookings.declaration_changed", centre, by=by, before=old, after=new, what=words)


@action
def move_declaration(*, declaration: Declaration, is_up: bool, by: audit.Actor) -> None:
    """Change places with the sentence before, or after; at the end of the row nothing happens."""
    centre = lock(declaration.centre)
    rows = list(centre.declarations.all())
    here = next((number for number, row in enumerate(rows) if row.pk == declaration.pk), None)
    there = None if here is None else here + (-1 if is_up else 1)
    if here is None or there is None or not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for number, row in enumerate(rows):
        row.position = number
    Declaration.objects.bulk_update(rows, ["position"])
    audit.record("bookings.declarations_ordered", centre, by=by, what=declaration.words)


@action
def remove_declaration(*, declaration: Declaration, by: audit.Actor) -> None:
    """Ask for it no longer; nothing happens when somebody was faster."""
    centre = lock(declaration.centre)
    if found := centre.declarations.filter(pk=declaration.pk).first():
        record("bookings.declaration_removed", centre, by=by, before={"words": found.words}, after={}, what=found.words)
        found.delete()


def declaration_version(declaration: Declaration) -> str:
    """Return the version of a sentence, to be handed back by whoever changes it."""
    return versions.version_of(declaration.words)


def _tidy(words: str) -> str:
    """Return the sentence with single spaces. Raises Refused."""
    words = " ".join(words.split())
    if not is_seen(words):
        raise Refused.because("required", _("Write the sentence to which people agree."), field="words")
    if len(words) > LONGEST:
        sentence = _("That is too long: %(length)s characters. Please say it in at most %(most)s.")
        raise Refused.because("too-long", sentence % {"length": len(words), "most": LONGEST}, field="words")
    return words
