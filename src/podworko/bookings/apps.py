from django.apps import AppConfig


class BookingsConfig(AppConfig):
    name = "podworko.bookings"
    label = "bookings"

    def ready(self) -> None:
        from podworko.bookings import concerned, damage, feed_holding, holdings, keeping_desk, menu, trail, trail_desk
        from podworko.bookings.actions import asking, occupying, offering, watching
        from podworko.bookings.bringing import importer
        from podworko.core import menu as menus
        from podworko.core import periodic
        from podworko.places import concerned as concerns
        from podworko.places import walls, ways

        menus.register(menu.items)
        ways.register(menu.ways)
        trail.register()
        trail_desk.register()
        occupying.register(offering.hear)
        walls.register(occupying.keep_parts)
        concerns.register(outside_hours=concerned.outside_hours, in_room=concerned.in_room)
        holdings.register()
        keeping_desk.register()
        feed_holding.register()
        importer.register()

        for function in (
            watching.escalate_overdue,
            watching.lapse_past,
            asking.forget_unconfirmed,
            damage.clear_orphans,
            offering.lapse_unanswered,
        ):
            periodic.often(function)
