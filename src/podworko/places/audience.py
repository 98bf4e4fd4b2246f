"""For whom a kind of place is, and how people come to it, in plain words."""

from django.utils.translation import gettext as _

from podworko.places.models import Audience, CentreKind, SignUp


def audience_rule(kind: CentreKind) -> str:
    """Return the sentence that says for whom places of this kind are."""
    ages = {"from": kind.age_from, "to": kind.age_to}
    if kind.audience == Audience.PARENTS:
        if kind.age_to is None:
            return _("For parents and carers with small children, and for those who expect a child.")
        return (
            _("For parents and carers with children up to the age of %(to)s, and for those who expect a child.") % ages
        )
    if kind.age_from is not None and kind.age_to is not None:
        return _("For people from %(from)s to %(to)s years old.") % ages
    if kind.age_from is not None:
        return _("For people of %(from)s years and more.") % ages
    if kind.age_to is not None:
        return _("For people up to %(to)s years old.") % ages
    return {
        Audience.SENIORS: _("For older people."),
        Audience.YOUTH: _("For young people."),
        Audience.CITIZENS: _("For organisations and groups of residents."),
        Audience.NEWCOMERS: _("For newcomers and for all who want to meet them."),
    }.get(Audience(kind.audience), _("For everybody."))


def coming_rule(kind: CentreKind) -> str:
    """Return the sentence that says whether one signs up before coming."""
    return {
        SignUp.NONE: _("Just come, without signing up."),
        SignUp.OPTIONAL: _("Just come; for some activities it is good to sign up."),
        SignUp.REQUIRED: _("Please sign up before you come to an activity."),
    }[SignUp(kind.sign_up)]
