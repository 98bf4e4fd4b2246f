from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "podworko.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        from podworko.core import menu as menus
        from podworko.core import periodic
        from podworko.evaluation import beside, keeping, menu, trail
        from podworko.evaluation.actions import asking

        menus.register(menu.items)
        trail.register()
        keeping.register()
        beside.register()
        periodic.often(asking.ask)
