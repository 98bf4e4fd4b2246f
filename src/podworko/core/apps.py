from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "podworko.core"
    label = "core"

    def ready(self) -> None:
        from podworko.core import delivery, limits, periodic

        periodic.often(delivery.deliver_due)
        periodic.often(delivery.forget_old)
        periodic.often(limits.forget_old)
