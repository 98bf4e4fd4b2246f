from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "podworko.core"
    label = "core"

    def ready(self) -> None:
        from podworko.core import delivery, keeping, periodic, retention
        from podworko.core.imports import actions as imports
        from podworko.core.imports import strays
        from podworko.core.imports import tasks as imports_at_work

        periodic.often(delivery.deliver_due)
        periodic.often(retention.nightly)
        periodic.often(imports_at_work.go_on)
        periodic.often(strays.clear)
        imports.register_retention()
        keeping.register()
