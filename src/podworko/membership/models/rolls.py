"""The members' book of a place: its rules, and the last number that was given."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from podworko.places.models import Centre

USUAL_NOTICE, SHORTEST_NOTICE, LONGEST_NOTICE = 14, 7, 90


class Roll(models.Model):
    """The book of one place. Numbers are given under the lock of this row; a number once given is never given again.

    There is none until somebody belongs, or a rule is changed: `queries.members.roll_of` says what holds then.
    """

    centre = models.OneToOneField(Centre, models.CASCADE, primary_key=True, related_name="roll")
    last_number = models.PositiveIntegerField(default=0)
    # Days between the notice of striking off and its effect.
    notice_days = models.PositiveSmallIntegerField(_("days of notice before striking off"), default=USUAL_NOTICE)
    is_for_residents = models.BooleanField(_("only for those who live in the town"), default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="roll_notice_is_fair", condition=models.Q(notice_days__range=(SHORTEST_NOTICE, LONGEST_NOTICE))
            ),
        )

    def __str__(self) -> str:
        return f"{self.centre}: {self.last_number}"
