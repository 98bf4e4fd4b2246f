"""Membership on paper: the declaration, empty or filled in, and the card of a member."""

from collections.abc import Iterable

from django.conf import settings
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from podworko.core import art, pdf
from podworko.core.words import spoken_phone
from podworko.membership.models import Membership
from podworko.membership.queries.members import roll_of
from podworko.membership.terms import asks_age
from podworko.people import consents
from podworko.places.audience import audience_rule
from podworko.places.models import Centre


def declaration_pdf(centre: Centre, membership: Membership | None = None) -> bytes:
    """Return the declaration to `centre` as a tagged A4 sheet: to be filled in by hand, or that of a `membership`."""
    heading = _("Declaration of membership")
    sheet = {
        "title": f"{heading} · {centre.name}",
        "heading": heading,
        "is_filled": membership is not None,
        "how": "" if membership else _("Fill it in and give it to the people of the place."),
        "place": _place(centre),
        "rules": list(_rules(centre)),
        "wish": _("I want to be a member of %(centre)s.") % {"centre": centre.name},
        "questions": list(_questions(centre, membership)),
        "emergency": {
            "heading": _("In an emergency"),
            "why": _("If you wish. We call this person only when you feel unwell at our place."),
            "questions": list(_emergency(membership)),
        },
        "residence": _residence(centre, membership),
        "end": _(
            "I may resign at any time, without a reason. Membership also ends by death, or by striking off "
            "with a written reason and notice."
        ),
        "privacy": {"heading": _("Your data"), "words": _privacy(centre)},
        "signature": _signature(membership),
        "staff": {
            "heading": _("The people of the place fill this in"),
            "blanks": [_("Accepted on"), _("Number"), _("By whom")],
        },
        "facts": _facts(membership) if membership else [],
    }
    return pdf.render("membership/declaration", sheet, language=_language())


def card_pdf(membership: Membership) -> bytes:
    """Return the card of a member, of the size of a bank card, with marks to cut it out of an A4 sheet."""
    centre = membership.centre
    heading = _("Member's card")
    sheet = {
        "title": f"{heading} · {centre.name}",
        "heading": heading,
        "how": _("Cut it out along the line, fold it in the middle, and carry it with you."),
        "place": _place(centre),
        "label": _("Member no."),
        "number": str(membership.number),
        "person": membership.person,
        "since": _("since %(day)s") % {"day": date_format(membership.since, "j E Y")} if membership.since else "",
        "back": [
            _("Found this card? Please bring it to us, or call."),
            f"{centre.street}, {centre.postcode} {centre.city}",
            *([spoken_phone(centre.phone)] if centre.phone else []),
        ],
    }
    return pdf.render("membership/card", sheet, language=_language())


def _language() -> str:
    return (get_language() or "pl")[:2]


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


def _rules(centre: Centre) -> Iterable[dict[str, str]]:
    """Say in plain words for whom it is, what it costs, and what it obliges to."""
    if asks_age(centre):
        yield {"lead": audience_rule(centre.kind), "why": _("Whoever reaches the age this year counts.")}
    yield {"lead": _("Free of charge"), "why": _("No fee, and no duty to come.")}
    days = roll_of(centre).notice_days
    why = ngettext("Striking off: %(count)s day's notice.", "Striking off: %(count)s days' notice.", days)
    yield {"lead": _("You may leave at any time"), "why": why % {"count": days}}


def _questions(centre: Centre, membership: Membership | None) -> Iterable[dict[str, object]]:
    """Yield the questions with the answers of a membership; without one they are left to be written by hand."""
    is_empty = membership is None
    said = _said(membership)
    # Each row of the sheet is three wide.
    yield _asked(_("First name and surname"), said["person"], width=2 if asks_age(centre) else 3)
    if asks_age(centre):
        yield _asked(_("Year of birth"), said["birth_year"], hint=_("the year only") if is_empty else "")
    yield _asked(_("Telephone"), said["phone"])
    yield _asked(_("E-mail"), said["email"], width=2, hint=_("if you have one") if is_empty else "")
    if is_empty or said["address"]:
        hint = _("only if you want letters by post") if is_empty else ""
        yield _asked(_("Address for letters"), said["address"], width=3, hint=hint)


def _emergency(membership: Membership | None) -> Iterable[dict[str, object]]:
    said = _said(membership)
    if membership is None or said["emergency_person"]:
        yield _asked(_("First name and surname"), said["emergency_person"], width=2)
        yield _asked(_("Telephone"), said["emergency_phone"])


def _said(membership: Membership | None) -> dict[str, str | None]:
    """Return what was answered, as the sheet shows it; None where a hand is to write."""
    plain, phones = ("person", "email", "address", "emergency_person", "birth_year"), ("phone", "emergency_phone")
    if membership is None:
        return dict.fromkeys((*plain, *phones))
    texts = {name: str(getattr(membership, name) or "") for name in plain}
    return {**texts, **{name: spoken_phone(getattr(membership, name)) for name in phones}}


def _asked(label: str, value: str | None, *, width: int = 1, hint: str = "") -> dict[str, object]:
    """Return a question of the sheet; without a value it is left to be written by hand."""
    return {"label": capfirst(label), "hint": hint, "value": value, "width": width}


def _residence(centre: Centre, membership: Membership | None) -> str:
    if not roll_of(centre).is_for_residents or (membership and not membership.lives_here):
        return ""
    return _("I live in the town of %(city)s") % {"city": centre.city}


def _signature(membership: Membership | None) -> dict[str, str]:
    words = consents.read_aloud(consents.ASSISTED.code) if membership is None else ""
    return {"words": words, "blank": _("Day and signature")}


def _facts(membership: Membership) -> list[dict[str, str]]:
    """Return how the declaration came and what became of it, as the foot of the sheet tells."""
    zone = membership.centre.zone
    day = date_format(membership.created_at.astimezone(zone), "j E Y")
    facts = [{"name": _("Declared on"), "value": f"{day}, {membership.get_channel_display()}"}]
    if membership.since:
        facts.append({"name": _("Member since"), "value": date_format(membership.since, "j E Y")})
    if membership.number:
        facts.append({"name": _("Number"), "value": str(membership.number)})
    facts.append({"name": _("State"), "value": str(membership.get_state_display())})
    return facts


def _privacy(centre: Centre) -> str:
    days = settings.CONTACTS_KEPT_DAYS
    kept = ngettext(
        "%(count)s day after membership has ended, everything about you is deleted.",
        "%(count)s days after membership has ended, everything about you is deleted.",
        days,
    ) % {"count": days}
    words = _(
        "%(who)s looks after your data. We ask only for what membership takes, and only the people who run this "
        "place see it. You may ask here at any time to see it, mend it or have it removed."
    ) % {"who": centre.operator.name}
    return f"{words} {kept}"
