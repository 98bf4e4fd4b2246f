"""Background work of imports: thin, each calls one function."""

from django_tasks import task

from podworko.core.imports import claims, judging, writing
from podworko.core.models import Import


@task()
def judge(import_id: int) -> None:
    """Read and judge the table of one import."""
    judging.judge(import_id)


@task()
def write(import_id: int) -> None:
    """Write the good rows of one import."""
    writing.write(import_id)


def go_on() -> None:
    """Hand to a worker again what one that died has left."""
    for import_id, state in claims.abandoned():
        (judge if state == Import.State.READING else write).enqueue(import_id)
