"""What is kept of ratings: counts, rights to speak, and words; none of it knows a person or an hour."""

import datetime as dt
import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from podworko.core import clock
from podworko.core.transitions import Lifecycle
from podworko.programme.models import Activity, Session

LONGEST_REMARK = 500
# Somebody sets the tablet up before people come, and it stays there until the last one has put a coat on.
TABLET_BEFORE, TABLET_AFTER = dt.timedelta(hours=1), dt.timedelta(hours=3)


class Face(models.IntegerChoices):
    """The five faces, the worst first."""

    AWFUL = 1, pgettext_lazy("face", "awful")
    POOR = 2, pgettext_lazy("face", "not very good")
    SO_SO = 3, pgettext_lazy("face", "so-so")
    GOOD = 4, pgettext_lazy("face", "good")
    GREAT = 5, pgettext_lazy("face", "great")


# Who pressed one of these liked it.
LIKED = (Face.GOOD, Face.GREAT)


class Way(models.TextChoices):
    """How a rating came."""

    TABLET = "tablet", _("tablet at the door")
    LINK = "link", _("message afterwards")
    PAPER = "paper", _("paper")


class Asking(models.Model):
    """Whether those who had a place are asked by message, after it is over, how it was; an activity without is not."""

    activity = models.OneToOneField(Activity, models.CASCADE, related_name="asking")
    is_on = models.BooleanField(default=False)
    # What was over before is not asked about.
    since = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.activity}: {self.is_on}"


class Asked(models.Model):
    """That the messages about a session are written: once, to so many people."""

    session = models.OneToOneField(Session, models.CASCADE, related_name="asked")
    on = models.DateField()
    people = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.session}: {self.people}"


class Right(models.TextChoices):
    """What the link in a message lets one do, once each."""

    RATE = "rate", _("press a face")
    WRITE = "write", _("write a sentence")


class Ticket(models.Model):
    """A right to speak of a session that nobody has used yet.

    Using it deletes the row, so that nothing is left by which to tell when, or by whom, a voice was given.
    """

    # Of the secret in the link, which is kept nowhere else than in the message.
    digest = models.CharField(max_length=64)
    right = models.CharField(max_length=5, choices=Right.choices)
    session = models.ForeignKey(Session, models.CASCADE, related_name="tickets")
    expires_on = models.DateField()

    class Meta:
        constraints = (models.UniqueConstraint(name="ticket_once", fields=["digest", "right"]),)
        indexes = (models.Index(fields=["expires_on"], name="ticket_expires"),)

    def __str__(self) -> str:
        return f"{self.session}: {self.right}"


class Tally(models.Model):
    """How often a face was pressed for a session, in one way. No voice has a row of its own."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="tallies")
    way = models.CharField(max_length=6, choices=Way.choices)
    face = models.PositiveSmallIntegerField(choices=Face.choices)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="tally_once", fields=["session", "way", "face"]),
            models.CheckConstraint(name="tally_of_a_face", condition=models.Q(face__range=(1, 5))),
        )

    def __str__(self) -> str:
        return f"{self.session}, {self.way}, {self.face}: {self.count}"


class RemarkState(models.TextChoices):
    """Where a remark stands: staff alone read it until they show it to everybody."""

    WAITING = "waiting", pgettext_lazy("remark", "to be read")
    SHOWN = "shown", pgettext_lazy("remark", "shown to everybody")
    HIDDEN = "hidden", pgettext_lazy("remark", "for the staff only")


REMARK_LIFE: Lifecycle[RemarkState] = Lifecycle(
    {
        RemarkState.WAITING: {RemarkState.SHOWN, RemarkState.HIDDEN},
        RemarkState.SHOWN: {RemarkState.HIDDEN},
        RemarkState.HIDDEN: {RemarkState.SHOWN},
    }
)


class HideReason(models.TextChoices):
    """Why a remark is not shown."""

    NAMES = "names", _("it tells who somebody is")
    RUDE = "rude", _("it hurts or insults somebody")
    ADVERT = "advert", _("it advertises something")
    ASTRAY = "astray", _("it is not about this activity")
    OTHER = "other", _("another reason")


class Remark(models.Model):
    """A sentence that somebody left with a rating; which face they pressed is not known."""

    # By chance, so that the order in which they came cannot be read off.
    public_id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="remarks")
    way = models.CharField(max_length=6, choices=Way.choices)
    text = models.CharField(max_length=LONGEST_REMARK)
    # The day is enough to know when to delete it.
    on = models.DateField()
    state = models.CharField(max_length=7, choices=RemarkState.choices, default=RemarkState.WAITING)
    reason = models.CharField(max_length=6, choices=HideReason.choices, blank=True)

    class Meta:
        ordering = ("-on", "public_id")
        indexes = (models.Index(fields=["on"], name="remark_on"),)
        constraints = (
            models.CheckConstraint(name="remark_says_something", condition=~models.Q(text="")),
            models.CheckConstraint(
                name="remark_hidden_with_reason",
                condition=(models.Q(state="hidden") & ~models.Q(reason=""))
                | (~models.Q(state="hidden") & models.Q(reason="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.session}: {self.state}"


def window_of(session: Session) -> tuple[dt.datetime, dt.datetime]:
    """Return from when until when the tablet at the door takes ratings of `session`."""
    return session.starts_at - TABLET_BEFORE, session.ends_at + TABLET_AFTER
