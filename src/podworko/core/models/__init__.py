"""Tables that know no domain."""

from podworko.core.models.imports import IMPORT_LIFE, Import, ImportRow
from podworko.core.models.post import Message
from podworko.core.models.rates import RateCount
from podworko.core.models.retention import RetentionRun
from podworko.core.models.search import SearchEntry
from podworko.core.models.trail import AuditEvent, AuditQuerySet

__all__ = [
    "IMPORT_LIFE",
    "AuditEvent",
    "AuditQuerySet",
    "Import",
    "ImportRow",
    "Message",
    "RateCount",
    "RetentionRun",
    "SearchEntry",
]
