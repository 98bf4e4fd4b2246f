"""The request form on paper: the same questions as on the web, for those who write by hand."""

from collections.abc import Iterable

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from podworko.bookings.forms import RequestForm
from podworko.bookings.models import BookingTerms
from podworko.bookings.terms import terms_of
from podworko.core import art, pdf
from podworko.core.words import spoken_phone
from podworko.people import consents
from podworko.places import hours
from podworko.places.models import Centre


def form_pdf(centre: Centre) -> bytes:
    """Return the printable request form of `centre` in the language of the moment: an A4 sheet, tagged."""
    heading = _("Borrow a room")
    form = RequestForm(centre=centre)
    sheet = {
        "title": f"{heading} · {centre.name}",
        "heading": heading,
        "how": _how(centre),
        "place": _place(centre),
        "rules": list(_rules(centre, terms_of(centre))),
        "hours": _hours(centre),
        "parts": {
            "when": _("When and where"),
            "meeting": _("The meeting"),
            "contact": _("Contact"),
            "privacy": _("Your data"),
        },
        "questions": _questions(form),
        "declarations": form.declarations,
        "privacy": _privacy(centre),
        "consent": {"words": consents.read_aloud(consents.ASSISTED.code), "blank": _("Day and signature")},
        "staff": {
            "heading": _("The host fills this in"),
            "blanks": [_("Received on (day, hour)"), _("By whom"), _("Entered into the calendar on")],
        },
    }
    return pdf.render("bookings/request_form", sheet, language=(get_language() or "pl")[:2])


def _how(centre: Centre) -> str:
    if centre.phone:
        return _("Fill it in and give it to the host, or tell us all of it over the telephone.")
    return _("Fill it in and give it to the host.")


def _place(centre: Centre) -> dict[str, object]:
    return {
        "name": centre.name,
        "address": f"{centre.street}, {centre.postcode} {centre.city}",
        "reach": [way for way in (spoken_phone(centre.phone), centre.email) if way],
        "kind": centre.kind.look,
        "kind_name": str(centre.kind),
        "mark": art.kind_mark(centre.kind.look),
        "art": art.poster_art(centre.kind.look, str(centre.pk)),
    }


def _rules(centre: Centre, terms: BookingTerms) -> Iterable[dict[str, str]]:
    """Say the rules of the place in plain words: what it costs, how early to ask, who answers and by when."""
    yield {"lead": _("Free of charge"), "why": _("The room and the equipment.")}
    if days := terms.notice_working_days:
        lead = ngettext("Ask %(count)s working day ahead", "Ask %(count)s working days ahead", days) % {"count": days}
        yield {"lead": lead, "why": _("Or earlier. Weekends and holidays do not count.")}
    lead = _("Answer on the same day")
    if days := terms.decision_working_days:
        lead = ngettext("Answer in %(count)s working day", "Answer in %(count)s working days", days) % {"count": days}
    yield {"lead": lead, "why": _("From %(who)s.") % {"who": centre.operator.name}}


def _hours(centre: Centre) -> str:
    """Return the usual opening hours as a sentence; nothing where they are not known."""
    usual = hours.usual_words(centre)
    return _("Open: %(hours)s.") % {"hours": usual} if usual else ""


def _questions(form: RequestForm) -> dict[str, dict[str, object]]:
    """Return label, hint and choices of each question of the form on the web, in the words that paper needs."""
    on_paper = {
        "on": _("day, month, year"),
        "starts": "",
        "people": "",
        "skips": "",
        "email": _("If you have one: the answer comes there."),
        "phone": _("Without e-mail we call you."),
        "until": _("Only when it repeats."),
        "person": _("First name and surname."),
        "in_return": _("Not needed."),
    }
    questions: dict[str, dict[str, object]] = {
        field.name: {
            "label": capfirst(field.label),
            "hint": on_paper.get(field.name, field.help_text),
            "choices": [label for _value, label in getattr(field.field, "choices", ())],
        }
        for field in form.visible_fields()
    }
    return questions | {"weekdays": _weekdays(form)}


def _weekdays(form: RequestForm) -> dict[str, object]:
    """Return the question of the weekdays, all in one row."""
    return {"label": form["weekdays"].label, "hint": "", "choices": [str(WEEKDAYS_ABBR[day]) for day in range(7)]}


def _privacy(centre: Centre) -> str:
    return _(
        "%(who)s looks after your data. We ask only for what lending a room takes, and only the people who run this "
        "place see your name and contact. You may ask here at any time to see them, mend them or have them removed."
    ) % {"who": centre.operator.name}
