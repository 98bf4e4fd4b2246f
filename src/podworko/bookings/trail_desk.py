"""What the verbs of the desk say in a history: hand-overs and rooms used without a request."""

from django.utils.translation import gettext_lazy as _

from podworko.core import history


def register() -> None:
    """Tell core the words for the verbs of the desk."""
    history.register_verbs(
        {
            "bookings.came": _("They came"),
            "bookings.keys_out": _("The keys were given"),
            "bookings.keys_back": _("The keys came back"),
            "bookings.left_tidy": _("The room was left tidy"),
            "bookings.left_untidy": _("The room was left untidy"),
            "bookings.left_damaged": _("Something was damaged"),
            "bookings.no_show": _("Nobody came"),
            "bookings.hours_given_back": _("Nobody came: the room was freed for others"),
            "bookings.handover_undone": _("A note of the desk was taken back"),
            "bookings.walk_in_begun": _("A room was used without asking"),
            "bookings.walk_in_prolonged": _("It lasted longer"),
            "bookings.walk_in_ended": _("It was ended before its hour"),
            "bookings.walk_in_undone": _("It was begun by mistake and taken back"),
            "bookings.walk_in_described": _("What was on was written down"),
        }
    )
