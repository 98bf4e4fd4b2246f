from django.apps import AppConfig


class MembershipConfig(AppConfig):
    name = "podworko.membership"
    label = "membership"

    def ready(self) -> None:
        from podworko.core import menu as menus
        from podworko.core import periodic
        from podworko.membership import holdings, menu, trail
        from podworko.membership.actions import declaring, keeping
        from podworko.places import ways

        menus.register(menu.items)
        ways.register(menu.ways)
        trail.register()
        holdings.register()
        for function in (keeping.strike_off_due, declaring.forget_unconfirmed):
            periodic.often(function)
