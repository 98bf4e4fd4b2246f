"""How each database is asked. Both answer the same: which entries hold which word, in a text of which weight.

The score is ours, not the database's: a town that moves from one to the other finds the same in the same order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

# By weight: the name, kind and audience, facts, longer texts.
WEIGHTS = (8, 5, 3, 1)


@dataclass(frozen=True)
class Way:
    """One way to meet a word of the query: by whole words or by the beginning of one; `factor` is what it counts."""

    whole: frozenset[str]
    prefix: str = ""
    factor: int = 1


@dataclass(frozen=True)
class Hit:
    """An entry that was found, with its rank among those of its kind, and how many there are of that kind."""

    pk: int
    kind: str
    object_id: int
    rank: int
    of: int


class SQLite:
    """FTS5: a column for each weight."""

    columns = ("name_words", "kind_words", "fact_words", "text_words")
    branch = (
        "SELECT rowid AS id, {word} AS word, {score} AS score FROM core_search_index WHERE core_search_index MATCH %s"
    )
    binary = "BINARY"
    words = "SELECT term FROM core_search_words"

    def condition(self, way: Way, weight: int) -> str:
        """Return what FTS5 is to match: `{name_words} : ("sala" OR "sal" *)`."""
        parts = [f'"{word}"' for word in sorted(way.whole)] + ([f'"{way.prefix}" *'] if way.prefix else [])
        return f"{{{self.columns[weight]}}} : ({' OR '.join(parts)})"

    def vocabulary(self) -> list[str]:
        """Return every word of the index."""
        with connection.cursor() as cursor:
            cursor.execute(self.words)
            return [word for (word,) in cursor.fetchall()]

    def hits(
        self, terms: Sequence[Sequence[Way]], *, needed: int, network: str, kinds: Sequence[str], ranks: tuple[int, int]
    ) -> list[Hit]:
        """Return what holds at least `needed` of the terms, the best first, of each kind those of these ranks."""
        sql, parameters = self.question(terms, needed=needed, network=network, kinds=kinds, ranks=ranks)
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return [Hit(*row) for row in cursor.fetchall()]

    def question(
        self, terms: Sequence[Sequence[Way]], *, needed: int, network: str, kinds: Sequence[str], ranks: tuple[int, int]
    ) -> tuple[str, list[str | int]]:
        """Return the SQL that `hits` runs, and its parameters."""
        branches: list[str] = []
        parameters: list[str | int] = []
        for word, ways in enumerate(terms):
            for way in ways:
                for weight, value in enumerate(WEIGHTS):
                    branches.append(self.branch.format(word=word, score=way.factor * value))
                    parameters.append(self.condition(way, weight))
        where = "entry.network = %s" if network else "1 = 1"
        kinds_in = ", ".join(["%s"] * len(kinds))
        # Nothing that was typed stands in the text of the question: it goes in as parameters.
        sql = f"""
            WITH held AS ({" UNION ALL ".join(branches)}),
            best AS (SELECT id, word, MAX(score) AS score FROM held GROUP BY id, word),
            matched AS (SELECT id, SUM(score) AS score FROM best GROUP BY id HAVING COUNT(*) >= %s),
            ranked AS (
                SELECT entry.id, entry.kind, entry.object_id,
                    ROW_NUMBER() OVER (
                        PARTITION BY entry.kind
                        ORDER BY matched.score DESC, entry.title COLLATE {self.binary}, entry.object_id) AS rank,
                    COUNT(*) OVER (PARTITION BY entry.kind) AS of_kind
                FROM matched JOIN core_searchentry entry ON entry.id = matched.id
                WHERE {where} AND entry.kind IN ({kinds_in}))
            SELECT id, kind, object_id, rank, of_kind FROM ranked WHERE rank BETWEEN %s AND %s OR rank = 1
            ORDER BY kind, rank"""  # noqa: S608
        return sql, [*parameters, needed, *([network] if network else []), *kinds, *ranks]


class PostgreSQL(SQLite):
    """A `tsvector` whose words carry their weight."""

    branch = "SELECT id, {word} AS word, {score} AS score FROM core_searchentry WHERE lexemes @@ %s::tsquery"
    binary = '"C"'
    words = "SELECT word FROM ts_stat('SELECT lexemes FROM core_searchentry')"

    def condition(self, way: Way, weight: int) -> str:
        """Return what the vector is to match: `'sala':A | 'sal':*A`."""
        mark = "ABCD"[weight]
        parts = [f"'{word}':{mark}" for word in sorted(way.whole)]
        return " | ".join(parts + ([f"'{way.prefix}':*{mark}"] if way.prefix else []))


def engine() -> SQLite:
    """Return how the database of this installation is asked."""
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()
