from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "podworko.portal"
    label = "portal"

    def ready(self) -> None:
        from podworko.core import menu as menus
        from podworko.places import people_menu
        from podworko.portal import menu

        menus.register(menu.items, is_first=True)
        menus.register(people_menu.items)
