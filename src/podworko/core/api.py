"""What every API shares: who asks, what went wrong as a problem document (RFC 9457), fields, pages of lists.

Whatever happens under an API's address is answered as JSON, with sentences in the reader's language.
"""

import datetime as dt
import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Annotated, Any, Generic, TypeVar

import structlog
from django import forms
from django.core.exceptions import PermissionDenied, RequestDataTooBig, ValidationError
from django.db import OperationalError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import URLPattern, URLResolver, re_path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Field, NinjaAPI, Schema
from ninja.errors import HttpError
from ninja.errors import ValidationError as InvalidFields
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from podworko.core.errors import Problem, Refused, Sentence, TooMany

log = structlog.get_logger()

PROBLEM_TYPE = "application/problem+json"
RETRY_AFTER = 30

E = TypeVar("E", bound=Exception)
M = TypeVar("M", bound=Model)
T = TypeVar("T")

# What each status means, in a few words and in a sentence for where nothing more is known.
SAID: Mapping[int, tuple[Sentence, Sentence]] = {
    400: (gettext_lazy("Not understood"), gettext_lazy("What was sent cannot be read as JSON.")),
    401: (gettext_lazy("Who is asking?"), gettext_lazy("Send a valid token: Authorization: Bearer …")),
    403: (gettext_lazy("Not allowed"), gettext_lazy("Your account may not do this here.")),
    404: (gettext_lazy("Not found"), gettext_lazy("There is nothing at this address.")),
    405: (gettext_lazy("Not this way"), gettext_lazy("This address does not know that method.")),
    409: (gettext_lazy("Too late"), gettext_lazy("Somebody else was faster.")),
    413: (gettext_lazy("Too much"), gettext_lazy("That is more than can be sent at once.")),
    422: (gettext_lazy("Something is wrong"), gettext_lazy("Something in the request is wrong.")),
    429: (gettext_lazy("Too often"), gettext_lazy("Please wait a moment and try again.")),
    500: (gettext_lazy("It did not work"), gettext_lazy("This is our mistake. We have written it down.")),
    503: (gettext_lazy("Busy"), gettext_lazy("It did not work just now. Please try again in a moment.")),
}

# What a value must be, by the kind of error that pydantic reports.
COMPLAINTS: Mapping[str, Sentence] = {
    "missing": gettext_lazy("This is missing."),
    "extra_forbidden": gettext_lazy("There is no field of this name."),
    "int_type": gettext_lazy("Write a whole number."),
    "int_parsing": gettext_lazy("Write a whole number."),
    "bool_type": gettext_lazy("Write true or false."),
    "string_type": gettext_lazy("Write text."),
    "string_too_long": gettext_lazy("Write at most %(max_length)s characters."),
    "string_pattern_mismatch": gettext_lazy("Use only letters, digits and signs, without spaces."),
    "list_type": gettext_lazy("Write a list."),
    "enum": gettext_lazy("Choose one of: %(expected)s."),
    "literal_error": gettext_lazy("Choose one of: %(expected)s."),
    "greater_than_equal": gettext_lazy("Write at least %(ge)s."),
    "less_than_equal": gettext_lazy("Write at most %(le)s."),
}


class ProblemError(Schema):
    """One thing that is wrong: the field (empty: the whole), a stable code, a sentence."""

    field: str
    code: str
    detail: str


class ProblemDetails(Schema):
    """What went wrong, as RFC 9457 writes it down."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ProblemError]


def problem(status: int, problems: Iterable[Problem] = (), *, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Return the document that says what went wrong, in the reader's language."""
    title, detail = SAID.get(status, (HTTPStatus(status).phrase, HTTPStatus(status).description))
    errors = [ProblemError(field=each.field, code=each.code, detail=str(each.sentence)) for each in problems]
    document = ProblemDetails(
        type="about:blank",
        title=str(title),
        status=status,
        detail=" ".join(error.detail for error in errors) or str(detail),
        errors=errors,
    )
    options = {"ensure_ascii": False}
    return JsonResponse(
        document.dict(), status=status, content_type=PROBLEM_TYPE, headers=headers, json_dumps_params=options
    )


def problems(*statuses: int) -> dict[Any, type[Schema]]:
    """Return what an operation declares as its answers with these statuses."""
    return {frozenset(statuses): ProblemDetails}


class API(NinjaAPI):
    """An API that answers with problem documents, whatever goes wrong at any address below it."""

    def set_default_exception_handlers(self) -> None:
        """Say for each kind of failure how it is told."""
        self._tell(Exception, _failed)
        self._tell(OperationalError, _busy)
        self._tell(HttpError, _http_error)
        self._tell(Http404, lambda _request, _error: problem(404))
        self._tell(PermissionDenied, lambda _request, _error: problem(403))
        self._tell(RequestDataTooBig, lambda _request, _error: problem(413))
        self._tell(InvalidFields, _invalid)
        self._tell(Refused, _refused)

    def _tell(self, kind: type[E], how: Callable[[HttpRequest, E], HttpResponse]) -> None:
        # An instance is all that ever comes, whatever the type of the handler says.
        self.add_exception_handler(kind, how)  # type: ignore[arg-type]

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """Return the addresses; those that do not exist are answered here too."""
        patterns, app_name, namespace = super().urls
        for pattern in patterns:
            assert isinstance(pattern, URLPattern)
            pattern.callback = self._answering(pattern.callback)
        return [*patterns, re_path("", self._answering(_nothing_here))], app_name, namespace

    def _answering(self, view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @functools.wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                response = view(request, *args, **kwargs)
            except Exception as error:  # noqa: BLE001 - told and written down by the handlers above
                return self.on_exception(request, error)
            if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
                return problem(405, headers={"Allow": response["Allow"]})
            return response

        # A token does not travel by itself as a cookie does.
        answer.csrf_exempt = True  # type: ignore[attr-defined]
        return answer

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name of an operation: that of its function."""
        return operation.view_func.__name__

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Return the description of the API, in which what went wrong has its own media type."""
        schema = super().get_openapi_schema(**options)
        for path in schema["paths"].values():
            for operation in path.values():
                responses = operation["responses"]
                responses["default"] = {"description": "What went wrong", "content": {"application/json": PROBLEM_REF}}
                for response in responses.values():
                    content = response.get("content", {})
                    if content.get("application/json") == PROBLEM_REF:
                        response["content"] = {PROBLEM_TYPE: content["application/json"]}
        return schema


PROBLEM_REF = {"schema": {"$ref": f"#/components/schemas/{ProblemDetails.__name__}"}}


def _nothing_here(_request: HttpRequest) -> HttpResponseBase:
    raise Http404


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    log.error("api_failed", path=request.path, exc_info=error)
    return problem(500)


def _busy(request: HttpRequest, error: Exception) -> HttpResponse:
    log.warning("api_busy", path=request.path, exc_info=error)
    return problem(503, headers={"Retry-After": str(RETRY_AFTER)})


def _http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    headers = {"WWW-Authenticate": "Bearer"} if error.status_code == HTTPStatus.UNAUTHORIZED else None
    return problem(error.status_code, headers=headers)


def _refused(_request: HttpRequest, refusal: Refused) -> HttpResponse:
    headers = {"Retry-After": str(refusal.retry_after)} if isinstance(refusal, TooMany) else None
    return problem(refusal.status, refusal.problems, headers=headers)


def _invalid(_request: HttpRequest, error: InvalidFields) -> HttpResponse:
    return problem(422, [_complaint(details) for details in error.errors])


def _complaint(details: Mapping[str, Any]) -> Problem:
    """Return in a sentence what pydantic found."""
    source, *path = details["loc"]
    # The body, and a list in the query, stand under a name that our code alone knows.
    is_named_by_us = source == "body" or len(path) > 1
    field = ".".join(str(part) for part in (path[1:] if is_named_by_us else path))
    context = details.get("ctx", {})
    known = COMPLAINTS.get(details["type"], gettext_lazy("This cannot be understood."))
    return Problem(field, details["type"], context.get("sentence") or str(known) % context)


# --- fields --------------------------------------------------------------------------------------


def wrong(code: str, sentence: Sentence) -> PydanticCustomError:
    """Return the error by which a field says in a sentence what is wrong with its value."""
    # The code is a template's name for pydantic: any word will do.
    return PydanticCustomError(code, "{sentence}", {"sentence": str(sentence)})


def cleaned_by(field: forms.Field) -> AfterValidator:
    """Clean a value as the `field` of a form does, with its sentences."""

    def clean(value: str) -> Any:
        # JSON can hold half a character, which nothing can keep; the rest of the program never meets one.
        if not value.isascii() and any(unicodedata.category(letter) == "Cs" for letter in value):
            raise wrong("half-a-character", _("This holds a character that is none."))
        try:
            return field.clean(value)
        except ValidationError as error:
            raise wrong(error.error_list[0].code or "invalid", " ".join(error.messages)) from error

    return AfterValidator(clean)


def _day(value: object) -> dt.date:
    try:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            return dt.date.fromisoformat(value)
    except ValueError:
        pass
    raise wrong("invalid-day", _("Write the day like this: 2026-11-26."))


def _hour(value: object) -> dt.time:
    if isinstance(value, str) and re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value):
        return dt.time.fromisoformat(value)
    raise wrong("invalid-hour", _("Write the hour like this: 17:00."))


LocalDay = Annotated[
    dt.date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-11-26"]})
]
# As the clock on the wall of the place shows it.
LocalHour = Annotated[
    dt.time,
    BeforeValidator(_hour),
    WithJsonSchema({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "examples": ["17:00"]}),
]
Text = Annotated[str, cleaned_by(forms.CharField(required=False))]


# --- lists ---------------------------------------------------------------------------------------


class Paging(Schema):
    """Which part of a list is wanted."""

    limit: int = Field(50, ge=1, le=200)
    offset: int = Field(0, ge=0, le=1_000_000)


class Page(Schema, Generic[T]):
    """A part of a list, and how long the whole is."""

    items: list[T]
    count: int


def page_of(found: QuerySet[M], paging: Paging, show: Callable[[M], T]) -> Page[T]:
    """Return the part of `found` that is wanted, each row shown by `show`."""
    rows = found[paging.offset : paging.offset + paging.limit]
    return Page(items=[show(row) for row in rows], count=found.count())
