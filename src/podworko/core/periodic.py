"""What must be done every now and then, registered by the areas that know it."""

from collections.abc import Callable

import structlog

log = structlog.get_logger()
_REGISTERED: list[Callable[[], None]] = []


def often(function: Callable[[], None]) -> Callable[[], None]:
    """Register `function` to run about twice a minute; it must be safe to run in several processes at once."""
    _REGISTERED.append(function)
    return function


def tick() -> None:
    """Run everything that is registered; what fails is logged and does not stop the rest."""
    for function in _REGISTERED:
        try:
            function()
        except Exception:
            log.exception("periodic_failed", function=f"{function.__module__}.{function.__name__}")
