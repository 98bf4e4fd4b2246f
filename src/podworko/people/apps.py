from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "podworko.people"
    label = "people"

    def ready(self) -> None:
        from podworko.core import periodic
        from podworko.people import actions

        periodic.often(actions.forget_codes)
