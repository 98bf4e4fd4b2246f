from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "podworko.programme"
    label = "programme"

    def ready(self) -> None:
        from podworko.core import audit, periodic
        from podworko.core import menu as menus
        from podworko.places import concerned as concerns
        from podworko.programme import concerned, holdings, menu, searchable, trail, versions
        from podworko.programme.actions import enrolling, promoting

        menus.register(menu.items)
        audit.register(versions.hear)
        trail.register()
        concerns.register(outside_hours=concerned.outside_hours, in_room=concerned.in_room)
        holdings.register()
        searchable.register()
        for function in (promoting.lapse_unanswered, promoting.open_to_all, enrolling.forget_unconfirmed):
            periodic.often(function)
