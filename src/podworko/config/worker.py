"""The background worker: does queued tasks one after the other, and ticks."""

import threading

import structlog
from django.db import close_old_connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from podworko.core import periodic

TICK_SECONDS = 30
POLL_SECONDS = 1

log = structlog.get_logger()


def work() -> None:
    """Work until SIGTERM or SIGINT; a task that has begun is finished first."""
    threading.Thread(target=tick_forever, name="ticker", daemon=True).start()
    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=POLL_SECONDS,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )
    worker.configure_signals()
    worker.run()


def tick_forever() -> None:
    """Do what is due every now and then, beside the tasks: a long task must not hold deadlines back."""
    pause = threading.Event()
    while True:
        close_old_connections()
        try:
            periodic.tick()
        except Exception:
            log.exception("tick_failed")
        pause.wait(TICK_SECONDS)
