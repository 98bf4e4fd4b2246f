"""What can be found by its words."""

from django.db import models


class SearchEntry(models.Model):
    """The words of one public thing, folded and with their dictionary forms; never anything about a resident.

    Beside it the database keeps its own full-text index (migration `search`), which follows by itself: on SQLite an
    FTS5 table with triggers, on PostgreSQL a generated `tsvector` with a GIN index.
    """

    # Which kind of things, by the code of its Searchable.
    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    # The slug of the network; empty for what belongs to all.
    network = models.CharField(max_length=50, blank=True)
    # Folded, to put equals in order.
    title = models.CharField(max_length=200)
    # What is shown of it, so that a page of results reads no other table.
    name = models.CharField(max_length=200)
    url = models.CharField(max_length=250)
    where = models.CharField(max_length=250, blank=True)
    kind_name = models.CharField(max_length=80, blank=True)
    about = models.TextField(blank=True)
    # What it is known by, as codes that are said in the reader's language: a list of "equipment:piano" and the like.
    codes = models.JSONField(default=list)
    # By weight: the name; kind and audience; address and equipment; longer texts.
    name_words = models.TextField(blank=True)
    kind_words = models.TextField(blank=True)
    fact_words = models.TextField(blank=True)
    text_words = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="search_entry_once", fields=["kind", "object_id"]),)

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}: {self.title}"
