"""Files that people bring along, read row by row before anything is written."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from podworko.core import clock
from podworko.core.transitions import Lifecycle


class Import(models.Model):
    """A table that somebody brought: first read and judged, then, when they say so, written."""

    class State(models.TextChoices):
        READING = "reading", _("being read")
        READY = "ready", _("ready to be looked at")
        WRITING = "writing", _("being written")
        DONE = "done", _("done")
        FAILED = "failed", _("not possible")
        DROPPED = "dropped", _("dropped")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Which importer reads it, as "places.rooms".
    kind = models.CharField(max_length=60)
    # Where its rows go, as the audit trail names it; the importer says who may.
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=5, default="pl")
    file = models.FileField(upload_to="imports/%Y")
    file_name = models.CharField(max_length=200)
    # SHA-256 of the file: the same table sent twice by a double click is one import.
    digest = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.READING)
    # What makes the whole file unreadable, in the language of the one who brought it.
    problem = models.TextField(blank=True)
    # [[code of a column, what stands above it in the file]], in the file's order, and the headings that are no column.
    headings = models.JSONField(default=list)
    unused = models.JSONField(default=list)
    is_all_or_nothing = models.BooleanField(default=False)
    # Which worker has it, until when unless it goes on; how often one began without getting any further. Of an import
    # that was given up because of us: the state in which it was, by which it can be tried again.
    claim = models.CharField(max_length=36, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    rows_read = models.PositiveIntegerField(default=0)
    rows_judged = models.PositiveIntegerField(default=0)
    rows_written = models.PositiveIntegerField(default=0)
    rows_wrong = models.PositiveIntegerField(default=0)
    # Unknown until the file has been read to its end.
    rows_in_all = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=["subject_type", "subject_id"], name="import_subject"),
            models.Index(
                fields=["claimed_until"],
                name="import_at_work",
                condition=models.Q(state__in=["reading", "writing"]),
            ),
        )

    def __str__(self) -> str:
        return self.file_name


S = Import.State
IMPORT_LIFE = Lifecycle(
    {
        S.READING: {S.READY, S.FAILED, S.DROPPED},
        # Read again: what the rows are judged by has changed.
        S.READY: {S.WRITING, S.READING, S.DROPPED},
        # Back to ready: all or nothing was asked for, and something was wrong after all.
        S.WRITING: {S.DONE, S.READY, S.FAILED},
        S.DONE: set(),
        # Tried again: it was given up because of us.
        S.FAILED: {S.READING, S.WRITING, S.DROPPED},
        S.DROPPED: set(),
    }
)


class ImportRow(models.Model):
    """One row of a table: what stands in it, what would become of it, what is wrong with it."""

    class Verdict(models.TextChoices):
        NEW = "new", _("new")
        CHANGE = "change", _("changes")
        SAME = "same", _("no change")
        WRONG = "wrong", _("wrong")

    of = models.ForeignKey(Import, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    # {"code of a column": what stands there}
    cells = models.JSONField()
    # What the row is about: two rows about the same are seen by it. Empty when it says nothing of the kind.
    key = models.CharField(max_length=200, blank=True)
    # Empty until it is judged.
    verdict = models.CharField(max_length=10, choices=Verdict.choices, blank=True)
    # [{"field": …, "code": …, "sentence": …}]
    problems = models.JSONField(default=list)
    # {"code of a column": [what stands there now, what will]}
    changes = models.JSONField(default=dict)
    is_written = models.BooleanField(default=False)
    # What it was written to, as "places.centre:17"; an import that can be taken back finds it there.
    result = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("number",)
        indexes = (
            models.Index(fields=["of", "verdict", "number"], name="import_row_verdict"),
            models.Index(fields=["of", "key", "number"], name="import_row_key"),
        )
        constraints = (models.UniqueConstraint(name="import_row_once", fields=["of", "number"]),)

    def __str__(self) -> str:
        return f"{self.of}: {self.number}"
