from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "podworko.bookings"
    label = "bookings"

    def ready(self) -> None:
        from podworko.bookings import menu
        from podworko.bookings.actions import asking, watching
        from podworko.core import menu as menus
        from podworko.core import periodic

        menus.register(menu.items)

        for function in (watching.escalate_overdue, watching.lapse_past, asking.forget_unconfirmed):
            periodic.often(function)
