from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "podworko.people"
    label = "people"

    def ready(self) -> None:
        from podworko.core import history, periodic
        from podworko.people import assisted, keeping, sign_in_signals, trail
        from podworko.people.actions import endings, minors

        periodic.often(minors.remind)
        periodic.often(endings.tell)
        minors.register_retention()
        keeping.register()
        sign_in_signals.connect()
        history.register_verbs({"people.assisted": assisted.said, **trail.VERBS})
