"""Podwórko with the lock of the places taken off, for the negative control of the storm of sign-ups."""

from django.apps import AppConfig


class Unlocked(AppConfig):
    name = "tests.slow.unlocked"
    label = "unlocked"

    def ready(self):
        from podworko.programme.actions import promoting  # noqa: PLC0415 - its models are there only now

        held = promoting._held

        def not_held():
            found = held()
            found.query.select_for_update = False
            return found

        promoting._held = not_held
