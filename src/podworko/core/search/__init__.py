"""Search by words, for all areas: inflected, without diacritics, begun, mistyped, in three languages.

An area registers what is found (`register`); `find` answers. The index lies in the database and changes in the same
transaction as the things; only what everybody may see is in it.
"""

from podworko.core.search.asking import PER_PAGE, Answer, Term, entries, find, ids
from podworko.core.search.index import rebuild, register, touch
from podworko.core.search.marks import as_written, marked, reasons, said
from podworko.core.search.registry import Document, Searchable, searchables

__all__ = [
    "PER_PAGE",
    "Answer",
    "Document",
    "Searchable",
    "Term",
    "as_written",
    "entries",
    "find",
    "ids",
    "marked",
    "reasons",
    "rebuild",
    "register",
    "said",
    "searchables",
    "touch",
]
