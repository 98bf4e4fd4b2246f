"""When places are open, and when somebody is on duty there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from podworko.places.models.centres import Centre


class Weekday(models.IntegerChoices):
    """Days as Python counts them: Monday is 0."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Season(models.Model):
    """A part of the year with weekly hours of its own, which stand in for the usual ones."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="seasons")
    name = models.CharField(_("name"), max_length=80)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    class Meta:
        ordering = ("starts_on",)
        constraints = (
            models.CheckConstraint(name="season_ends_later", condition=models.Q(ends_on__gte=models.F("starts_on"))),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.starts_on}–{self.ends_on}"


class WeeklyHours(models.Model):
    """A span of local time that recurs each week; past midnight when it ends no later than it starts."""

    # Empty: the usual week.
    season = models.ForeignKey(Season, models.CASCADE, null=True, blank=True, related_name="+")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday.choices)
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("to"))

    class Meta:
        abstract = True
        ordering = ("weekday", "starts")

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts:%H:%M}–{self.ends:%H:%M}"


class OpeningHours(WeeklyHours):
    """When the door is open."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="opening_hours")


class DutyHours(WeeklyHours):
    """When a host is there. Duty hours differ from opening hours."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="duty_hours")
    # The name that visitors read, as "Pani Ewa"; empty when the place does not want to say.
    host = models.CharField(_("who is on duty"), max_length=80, blank=True)


class Exceptional(models.Model):
    """Hours that hold on one day instead of the weekly ones: none when both times are empty."""

    on = models.DateField(_("day"))
    starts = models.TimeField(_("from"), null=True, blank=True)
    ends = models.TimeField(_("to"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = (
            models.UniqueConstraint(name="%(class)s_once", fields=["centre", "on", "starts"]),
            models.CheckConstraint(
                name="%(class)s_both_or_none",
                condition=models.Q(starts__isnull=True, ends__isnull=True)
                | models.Q(starts__isnull=False, ends__isnull=False),
            ),
        )


class OpeningException(Exceptional):
    """A day on which other opening hours hold, in one span or several."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="opening_exceptions")
    reason = models.CharField(_("why"), max_length=120, blank=True)

    def __str__(self) -> str:
        return f"{self.on}: {self.reason}"


class DutyException(Exceptional):
    """A day on which somebody else, or nobody, is on duty."""

    centre = models.ForeignKey(Centre, models.CASCADE, related_name="duty_exceptions")
    host = models.CharField(_("who is on duty"), max_length=80, blank=True)

    def __str__(self) -> str:
        return f"{self.on}: {self.host}"
