"""The words that are searched, and each database's own full-text index of them.

Whoever rebuilds the table on SQLite (as Django does there for most changes of it) makes the triggers anew.
"""

from typing import Any

from django.db import migrations, models

SQLITE = (
    # Words come folded: the index changes nothing about them. Two letters are enough to begin a word with.
    """CREATE VIRTUAL TABLE core_search_index USING fts5(
        name_words, kind_words, fact_words, text_words,
        content='core_searchentry', content_rowid='id', tokenize='unicode61 remove_diacritics 0', prefix='2 3')""",
    "CREATE VIRTUAL TABLE core_search_words USING fts5vocab('core_search_index', 'row')",
    """CREATE TRIGGER core_search_added AFTER INSERT ON core_searchentry BEGIN
        INSERT INTO core_search_index(rowid, name_words, kind_words, fact_words, text_words)
        VALUES (NEW.id, NEW.name_words, NEW.kind_words, NEW.fact_words, NEW.text_words); END""",
    """CREATE TRIGGER core_search_removed AFTER DELETE ON core_searchentry BEGIN
        INSERT INTO core_search_index(core_search_index, rowid, name_words, kind_words, fact_words, text_words)
        VALUES ('delete', OLD.id, OLD.name_words, OLD.kind_words, OLD.fact_words, OLD.text_words); END""",
    """CREATE TRIGGER core_search_changed AFTER UPDATE ON core_searchentry BEGIN
        INSERT INTO core_search_index(core_search_index, rowid, name_words, kind_words, fact_words, text_words)
        VALUES ('delete', OLD.id, OLD.name_words, OLD.kind_words, OLD.fact_words, OLD.text_words);
        INSERT INTO core_search_index(rowid, name_words, kind_words, fact_words, text_words)
        VALUES (NEW.id, NEW.name_words, NEW.kind_words, NEW.fact_words, NEW.text_words); END""",
)
POSTGRESQL = (
    """ALTER TABLE core_searchentry ADD COLUMN lexemes tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('pg_catalog.simple', name_words), 'A')
        || setweight(to_tsvector('pg_catalog.simple', kind_words), 'B')
        || setweight(to_tsvector('pg_catalog.simple', fact_words), 'C')
        || setweight(to_tsvector('pg_catalog.simple', text_words), 'D')) STORED""",
    "CREATE INDEX core_search_index ON core_searchentry USING gin (lexemes)",
)
SQLITE_BACK = ("DROP TABLE core_search_words", "DROP TABLE core_search_index")


def make(_apps: Any, schema_editor: Any) -> None:
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def drop(_apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "postgresql":
        for statement in SQLITE_BACK:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0006_retention_nights")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=20)),
                ("object_id", models.BigIntegerField()),
                ("network", models.CharField(blank=True, max_length=50)),
                ("title", models.CharField(max_length=200)),
                ("name", models.CharField(max_length=200)),
                ("url", models.CharField(max_length=250)),
                ("where", models.CharField(blank=True, max_length=250)),
                ("kind_name", models.CharField(blank=True, max_length=80)),
                ("about", models.TextField(blank=True)),
                ("codes", models.JSONField(default=list)),
                ("name_words", models.TextField(blank=True)),
                ("kind_words", models.TextField(blank=True)),
                ("fact_words", models.TextField(blank=True)),
                ("text_words", models.TextField(blank=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "object_id"), name="search_entry_once")],
            },
        ),
        migrations.RunPython(make, drop),
    ]
