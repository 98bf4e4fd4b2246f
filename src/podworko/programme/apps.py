from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "podworko.programme"
    label = "programme"

    def ready(self) -> None:
        from podworko.core import menu as menus
        from podworko.core import periodic
        from podworko.places import concerned as concerns
        from podworko.programme import concerned, holdings, menu, trail
        from podworko.programme.actions import enrolling, promoting

        menus.register(menu.items)
        trail.register()
        concerns.register(outside_hours=concerned.outside_hours, in_room=concerned.in_room)
        holdings.register()
        for function in (promoting.lapse_unanswered, enrolling.forget_unconfirmed):
            periodic.often(function)
