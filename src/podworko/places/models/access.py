"""Facts about access: of a whole place, of an entrance, of a room; each with the day on which somebody looked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from podworko.places.models.centres import Centre
from podworko.places.models.networks import Network
from podworko.places.models.rooms import Room


class Entrance(models.Model):
    """A way in."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="entrances")
    name = models.CharField(_("which entrance"), max_length=80)
    is_main = models.BooleanField(_("main entrance"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = (models.UniqueConstraint(name="entrance_name_in_centre", fields=["centre", "name"]),)

    def __str__(self) -> str:
        return self.name


class AccessQuestion(models.TextChoices):
    """What people ask before they set out."""

    # Of the place.
    STEP_FREE = "step_free", _("Entrance without steps")
    TOILET = "toilet", _("Accessible toilet")
    TOILET_SPACE = "toilet_space", _("Room to turn a wheelchair in the toilet, 150 × 150 cm")
    TOILET_BARS = "toilet_bars", _("Grab bars in the toilet")
    TOILET_ALARM = "toilet_alarm", _("Alarm in the toilet")
    CHANGING = "changing", _("Changing table")
    PARKING = "parking", _("Parking place for disabled people")
    STOP = "stop", _("Distance to the stop")
    LIFT = "lift", _("Lift")
    PLATFORM = "platform", _("Lifting platform")
    STAIR_CLIMBER = "stair_climber", _("Stair climber")
    DOG = "dog", _("Assistance dog welcome")
    LOOP = "loop", _("Induction loop")
    SIGN = "sign", _("Sign language on request")
    QUIET = "quiet", _("Quiet room")
    CONTRAST = "contrast", _("Marks that contrast")
    TACTILE = "tactile", _("Marks to be felt")
    EVACUATION = "evacuation", _("Way out in an emergency for wheelchairs")
    # Of an entrance.
    STEPS = "steps", _("Steps")
    HANDRAIL = "handrail", _("Handrail")
    RAMP = "ramp", _("Ramp")
    SLOPE = "slope", _("Slope of the ramp")
    THRESHOLD = "threshold", _("Threshold")
    DOOR = "door", _("Width of the door")
    BELL = "bell", _("Bell within reach")
    AUTOMATIC = "automatic", _("Door that opens by itself")


class AccessFact(models.Model):
    """An answer to one question about a place, one of its entrances or rooms."""

    class Answer(models.TextChoices):
        YES = "yes", _("yes")
        PARTLY = "partly", _("partly")
        NO = "no", _("no")

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="access_facts")
    # Both empty: the whole place.
    entrance = models.ForeignKey(Entrance, models.CASCADE, null=True, blank=True, related_name="facts")
    room = models.ForeignKey(Room, models.CASCADE, null=True, blank=True, related_name="access_facts")
    question = models.CharField(max_length=20, choices=AccessQuestion.choices)
    # Empty where a number answers.
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    # Centimetres, metres, per cent or how many, as the question says.
    number = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    verified_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="access_fact_once",
                fields=["centre", "question"],
                condition=models.Q(entrance__isnull=True, room__isnull=True),
            ),
            models.UniqueConstraint(
                name="access_fact_once_of_entrance",
                fields=["entrance", "question"],
                condition=models.Q(entrance__isnull=False),
            ),
            models.UniqueConstraint(
                name="access_fact_once_of_room", fields=["room", "question"], condition=models.Q(room__isnull=False)
            ),
            models.CheckConstraint(
                name="access_fact_of_one_thing", condition=models.Q(entrance__isnull=True) | models.Q(room__isnull=True)
            ),
            models.CheckConstraint(
                name="access_fact_answered", condition=~models.Q(answer="") | models.Q(number__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_question_display()}: {self.answer or self.number}"


class AccessStatement(models.Model):
    """What the statutory declaration of a network's site says besides what follows from the facts.

    Ustawa z 4.04.2019 o dostępności cyfrowej stron internetowych, art. 10; element ids by the technical conditions v2.0
    of 31.07.2024.
    """

    class Status(models.TextChoices):
        FULL = "full", _("conformant")
        PARTLY = "partly", _("partly conformant")
        NOT = "not", _("not conformant")

    class Basis(models.TextChoices):
        SELF = "self", _("self-assessment by the public body")
        OUTSIDE = "outside", _("assessment by another body")

    network = models.OneToOneField(Network, models.CASCADE, related_name="access_statement")
    body = models.CharField(_("public body"), max_length=200)
    site_published_on = models.DateField(_("site published on"))
    site_changed_on = models.DateField(_("last important change on"))
    status = models.CharField(_("conformance"), max_length=10, choices=Status.choices, default=Status.PARTLY)
    # What does not conform and why; empty when all does.
    exceptions = models.TextField(_("what does not conform, and why"), blank=True)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis.choices, default=Basis.SELF)
    made_on = models.DateField(_("declaration made on"))
    reviewed_on = models.DateField(_("last reviewed on"), null=True, blank=True)
    person = models.CharField(_("person or unit to write to"), max_length=120)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("telephone"), max_length=20)
    has_sign_language = models.BooleanField(_("sign-language interpreter on line"), default=False)
    sign_language_note = models.TextField(_("how to reach the interpreter"), blank=True)
    complaint_to = models.CharField(_("who takes complaints"), max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.network}, {self.made_on}"
