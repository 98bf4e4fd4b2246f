from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "podworko.portal"
    label = "portal"
