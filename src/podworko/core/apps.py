from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "podworko.core"
    label = "core"

    def ready(self) -> None:
        from podworko.core import limits, messages, periodic

        periodic.often(messages.deliver_due)
        periodic.often(limits.forget_old)
