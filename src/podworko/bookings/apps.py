from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "podworko.bookings"
    label = "bookings"

    def ready(self) -> None:
        from podworko.bookings import concerned, holdings, menu, trail
        from podworko.bookings.actions import asking, watching
        from podworko.core import menu as menus
        from podworko.core import periodic
        from podworko.places import concerned as concerns

        menus.register(menu.items)
        trail.register()
        concerns.register(outside_hours=concerned.outside_hours, in_room=concerned.in_room)
        holdings.register()

        for function in (watching.escalate_overdue, watching.lapse_past, asking.forget_unconfirmed):
            periodic.often(function)
