"""What is held about somebody who signed up, and how long."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from podworko.bookings.models import ASSISTED, Channel
from podworko.core import audit, clock, holdings, retention
from podworko.core.holdings import Contact, Field, Record, Thing
from podworko.programme.actions import enrolling, forgetting
from podworko.programme.links import path_of
from podworko.programme.models import STANDING, Enrolment, EnrolmentState

COPIED = (
    "reference",
    "person",
    "email",
    "phone",
    "seats",
    "birth_year",
    "children",
    "collected_by",
    "group",
    "language",
    "channel",
    "state",
    "reason",
    "created_at",
)


def register() -> None:
    """Register the rules and the holding of the programme."""
    retention.register(
        retention.Rule(
            "programme.people",
            lazy(_how_long, str)(),
            due=lambda: forgetting.over().count(),
            carry_out=forgetting.forget_over,
        )
    )
    retention.register(
        retention.Rule(
            "programme.answers",
            gettext_lazy("Answers to the questions of an activity are deleted seven days after it is over."),
            due=lambda: forgetting.answered().count(),
            carry_out=forgetting.forget_answers,
        )
    )
    retention.deleting(
        "programme.unconfirmed",
        gettext_lazy("Sign-ups that nobody confirmed with a code are deleted after a day."),
        enrolling.unconfirmed,
    )
    holdings.register(
        holdings.Holding(
            "programme.sign_ups",
            gettext_lazy("Sign-ups for activities"),
            fields=_fields(),
            records=_records,
            erase=lambda contact: forgetting.erase(enrolments=list(enrolments_of(contact)), by=audit.RESIDENT),
            things=_things,
            stays=gettext_lazy("That so many people signed up for an activity. Nothing of it tells who they were."),
        )
    )


def _how_long() -> str:
    sentence = _(
        "Who signed up for an activity is taken out %(days)s days after it is over. How many there were stays for "
        "statistics."
    )
    return sentence % {"days": settings.CONTACTS_KEPT_DAYS}


def _fields() -> tuple[Field, ...]:
    return (
        Field("place", gettext_lazy("Place")),
        Field("activity", gettext_lazy("Activity")),
        Field("starts_at", gettext_lazy("From")),
        Field("person", gettext_lazy("First name and surname")),
        Field("email", gettext_lazy("E-mail")),
        Field("phone", gettext_lazy("Telephone")),
        Field("seats", gettext_lazy("How many of you")),
        Field("birth_year", gettext_lazy("Year of birth")),
        Field("children", gettext_lazy("First names of the children")),
        Field("collected_by", gettext_lazy("Who may collect them")),
        Field("group", gettext_lazy("Group")),
        Field("answers", gettext_lazy("Answers")),
        Field("channel", gettext_lazy("How it came"), words=Channel),
        Field("state", gettext_lazy("State"), words=EnrolmentState),
        Field("reason", gettext_lazy("Reason")),
        Field("reference", gettext_lazy("Number")),
        Field("created_at", gettext_lazy("Sent")),
    )


def enrolments_of(contact: Contact) -> QuerySet[Enrolment]:
    """Return the sign-ups of a contact, the newest first, with what they are for."""
    found = holdings.belonging(Enrolment.objects.filter(erased_at__isnull=True), contact)
    return found.select_related("intake__session", "intake__activity__centre__network").order_by("-pk")


def _things(contact: Contact) -> Iterator[Thing]:
    for enrolment in enrolments_of(contact):
        activity, session = enrolment.intake.activity, enrolment.intake.session
        by_staff = enrolment.channel in ASSISTED
        yield Thing(
            title=activity.title,
            url=path_of(enrolment),
            at=session.starts_at if session else enrolment.created_at,
            where=f"{activity.centre.network} · {activity.centre}",
            state=enrolment.state,
            state_name=str(enrolment.get_state_display()),
            note=_("Typed in by staff: %(how)s") % {"how": enrolment.get_channel_display()} if by_staff else "",
            is_over=enrolment.state not in STANDING or bool(session and session.ends_at <= clock.now()),
        )


def _records(contact: Contact) -> Iterator[Record]:
    for enrolment in enrolments_of(contact):
        activity, session = enrolment.intake.activity, enrolment.intake.session
        yield {
            "network": str(activity.centre.network),
            "place": f"{activity.centre.network} · {activity.centre}",
            "activity": activity.title,
            "starts_at": session.starts_at if session else None,
            "answers": "; ".join(f"{each['question']} {each['answer']}" for each in enrolment.answers),
        } | {name: getattr(enrolment, name) for name in COPIED}
