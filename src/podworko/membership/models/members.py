"""Who belongs to a place: the declaration, and what became of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from podworko.core import clock, references
from podworko.core.transitions import Lifecycle
from podworko.people.models import EntryChannel
from podworko.places.models import Centre


class MembershipState(models.TextChoices):
    """Where a declaration, or a membership, stands."""

    UNCONFIRMED = "unconfirmed", _("not confirmed yet")
    WAITING = "waiting", _("waits for the place")
    MEMBER = "member", _("a member")
    NOTICE = "notice", _("under notice")
    REFUSED = "refused", pgettext_lazy("declaration", "not accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("declaration", "taken back")
    RESIGNED = "resigned", pgettext_lazy("membership", "resigned")
    DIED = "died", _("died")
    STRUCK_OFF = "struck_off", _("struck off")


MEMBER_LIFE: Lifecycle[MembershipState] = Lifecycle(
    {
        MembershipState.UNCONFIRMED: {MembershipState.WAITING, MembershipState.WITHDRAWN},
        MembershipState.WAITING: {
            MembershipState.MEMBER,
            MembershipState.REFUSED,
            MembershipState.WITHDRAWN,
            MembershipState.DIED,
        },
        MembershipState.MEMBER: {MembershipState.NOTICE, MembershipState.RESIGNED, MembershipState.DIED},
        MembershipState.NOTICE: {
            MembershipState.MEMBER,
            MembershipState.STRUCK_OFF,
            MembershipState.RESIGNED,
            MembershipState.DIED,
        },
        MembershipState.REFUSED: set(),
        MembershipState.WITHDRAWN: set(),
        MembershipState.RESIGNED: set(),
        MembershipState.DIED: set(),
        MembershipState.STRUCK_OFF: set(),
    }
)
# Who belongs now; whose matter is not over; how membership ends.
MEMBERS = (MembershipState.MEMBER, MembershipState.NOTICE)
NOT_OVER = (*MEMBERS, MembershipState.WAITING)
ENDED = (MembershipState.RESIGNED, MembershipState.DIED, MembershipState.STRUCK_OFF)
PICTURES = {
    MembershipState.UNCONFIRMED: "unconfirmed",
    MembershipState.WAITING: "waiting",
    MembershipState.MEMBER: "accepted",
    MembershipState.NOTICE: "lapsed",
    MembershipState.REFUSED: "declined",
    MembershipState.WITHDRAWN: "withdrawn",
    MembershipState.RESIGNED: "withdrawn",
    MembershipState.DIED: "withdrawn",
    MembershipState.STRUCK_OFF: "declined",
}


def new_reference() -> str:
    """Return a short name of a declaration, to be said over the telephone."""
    return references.new_reference(8)


class Membership(models.Model):
    """Somebody's declaration to a place and, once it is accepted, their membership.

    The year of birth is asked for where the kind of place is for people of a certain age; an address only of whoever
    wants letters. What is told of somebody to call in an emergency is taken out as soon as membership ends.
    """

    reference = models.CharField(max_length=8, default=new_reference, unique=True, editable=False)
    centre = models.ForeignKey(Centre, models.CASCADE, related_name="memberships")
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    person = models.CharField(_("first name and surname"), max_length=120)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=20, blank=True)
    address = models.CharField(_("address for letters"), max_length=120, blank=True)
    lives_here = models.BooleanField(_("lives in the town"), default=False)
    emergency_person = models.CharField(_("whom to call in an emergency"), max_length=120, blank=True)
    emergency_phone = models.CharField(_("their telephone"), max_length=20, blank=True)
    language = models.CharField(max_length=5, default="pl")
    channel = models.CharField(max_length=10, choices=EntryChannel.choices)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    state = models.CharField(max_length=12, choices=MembershipState.choices)
    created_at = models.DateTimeField(default=clock.now)
    # A member from this day on; and the day from which on it is over.
    since = models.DateField(_("member since"), null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    # Under notice: the last day on which the person may answer.
    answer_until = models.DateField(null=True, blank=True)
    # Why it was not accepted, or why they are struck off.
    reason = models.CharField(max_length=500, blank=True)
    # How often the person was told something: names each piece of news.
    sequence = models.PositiveSmallIntegerField(default=0)
    # The same sending, repeated, is the same declaration; the digest tells another one under the same key.
    submission_key = models.CharField(max_length=120, unique=True, default=uuid.uuid4)
    submission_digest = models.CharField(max_length=64, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("number", "pk")
        indexes = (
            models.Index(Lower("email"), name="membership_email"),
            models.Index(fields=["phone"], name="membership_phone"),
            models.Index(fields=["emergency_phone"], name="membership_emergency"),
            models.Index(fields=["answer_until"], name="membership_notice", condition=models.Q(state="notice")),
            models.Index(fields=["created_at"], name="membership_unconfirmed", condition=models.Q(state="unconfirmed")),
            models.Index(
                fields=["ended_on"],
                name="membership_to_forget",
                condition=models.Q(ended_on__isnull=False, erased_at__isnull=True),
            ),
        )
        constraints = (
            models.UniqueConstraint(name="membership_number_once", fields=["centre", "number"]),
            # Two people may share an address or a telephone; nobody belongs twice.
            models.UniqueConstraint(
                "centre",
                Lower("email"),
                Lower("person"),
                name="membership_email_once",
                condition=models.Q(state__in=["waiting", "member", "notice"]) & ~models.Q(email=""),
            ),
            models.UniqueConstraint(
                "centre",
                "phone",
                Lower("person"),
                name="membership_phone_once",
                condition=models.Q(state__in=["waiting", "member", "notice"]) & ~models.Q(phone=""),
            ),
            models.CheckConstraint(
                name="membership_has_contact",
                condition=models.Q(erased_at__isnull=False) | ~models.Q(email="", phone="", address=""),
            ),
            models.CheckConstraint(
                name="membership_emergency_whole",
                condition=models.Q(emergency_person="", emergency_phone="")
                | (~models.Q(emergency_person="") & ~models.Q(emergency_phone="")),
            ),
            # Who belongs, or did, has a first day and a number; the number is taken out with the person.
            models.CheckConstraint(
                name="membership_begun",
                condition=models.Q(state__in=["unconfirmed", "waiting", "refused", "withdrawn"], since__isnull=True)
                | models.Q(state="died", since__isnull=True)
                | models.Q(state__in=["member", "notice", "resigned", "died", "struck_off"], since__isnull=False),
            ),
            models.CheckConstraint(
                name="membership_numbered",
                condition=models.Q(since__isnull=True, number__isnull=True)
                | models.Q(since__isnull=False) & (models.Q(number__isnull=False) | models.Q(erased_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="membership_ended",
                condition=models.Q(state__in=["unconfirmed", "waiting", "member", "notice"], ended_on__isnull=True)
                | models.Q(
                    state__in=["refused", "withdrawn", "resigned", "died", "struck_off"], ended_on__isnull=False
                ),
            ),
            models.CheckConstraint(
                name="membership_ends_later",
                condition=models.Q(since__isnull=True)
                | models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("since")),
            ),
            # Nobody is struck off without a reason and a day until which they could answer.
            models.CheckConstraint(
                name="membership_notice_whole",
                condition=(models.Q(state="notice", answer_until__isnull=False) & ~models.Q(reason=""))
                | (~models.Q(state="notice") & models.Q(answer_until__isnull=True)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.person}" if self.number else self.person

    @property
    def is_member(self) -> bool:
        """Say whether they belong now: who is under notice does, until it has taken effect."""
        return self.state in MEMBERS

    @property
    def is_over(self) -> bool:
        """Say whether nothing more comes of it."""
        return not MEMBER_LIFE.table[MembershipState(self.state)]

    @property
    def picture(self) -> str:
        """The picture of how it stands, as the component `standing` names it."""
        return PICTURES[MembershipState(self.state)]
