from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "podworko.portal"
    label = "portal"

    def ready(self) -> None:
        from podworko.core import menu as menus
        from podworko.people import menu as administration
        from podworko.places import menu as place_menu
        from podworko.places import people_menu
        from podworko.portal import menu

        menus.register(menu.items, is_first=True)
        # After the ways within a place, which the areas between have put there.
        menus.register(place_menu.within)
        menus.register(people_menu.items)
        menus.register(administration.items)
