from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "podworko.places"
    label = "places"
