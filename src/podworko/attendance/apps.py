from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "podworko.attendance"
    label = "attendance"

    def ready(self) -> None:
        from podworko.attendance import holdings, menu, trail
        from podworko.bookings import day_ways
        from podworko.core import menu as menus
        from podworko.programme import ways

        menus.register(menu.items)
        day_ways.register(menu.of_day)
        ways.register(ways.Spot.SESSION, menu.beside_session)
        trail.register()
        holdings.register()
