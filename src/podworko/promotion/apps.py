from django.apps import AppConfig


class PromotionConfig(AppConfig):
    name = "podworko.promotion"
    label = "promotion"

    def ready(self) -> None:
        from podworko.promotion.feeds import heads, own
        from podworko.promotion.posters import ways

        heads.register()
        own.register()
        ways.register()
