from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "podworko.places"
    label = "places"

    def ready(self) -> None:
        from podworko.core import audit, periodic
        from podworko.core import menu as menus
        from podworko.places import history, importing, menu, photos, scopes, searchable
        from podworko.places.actions import renewing

        scopes.register()
        searchable.register()
        importing.register()
        history.register()
        audit.register(renewing.hear)
        menus.register(menu.above)
        periodic.often(photos.clear_orphans)
