from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "podworko.places"
    label = "places"

    def ready(self) -> None:
        from podworko.core import menu as menus
        from podworko.core import periodic
        from podworko.places import history, importing, menu, photos, scopes, searchable

        scopes.register()
        searchable.register()
        importing.register()
        history.register()
        menus.register(menu.above)
        periodic.often(photos.clear_orphans)
