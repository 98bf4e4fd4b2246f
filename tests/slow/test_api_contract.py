"""The API keeps what its description promises, whatever is sent: tried with generated requests."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import JsonResponse
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from podworko.config.api import api
from podworko.config.wsgi import application
from podworko.people.actions import issue_token
from podworko.people.models import Role
from tests.factories import (
    make_activity,
    make_centre,
    make_enrolment,
    make_network,
    make_request,
    make_room,
    make_staff,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

PROMISES = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


def operations():
    """Yield each operation with what is generated for it: what it asks for, and what it does not."""
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, operation in methods.items():
            yield path, method, GenerationMode.POSITIVE
            if "requestBody" in operation or any(each["in"] != "path" for each in operation["parameters"]):
                yield path, method, GenerationMode.NEGATIVE


@pytest.fixture
def _one_connection():
    """Keep the connection, and with it the transaction of the test, between requests, as Django's client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def host(_one_connection):
    """The token of a host who may do everything, and the parts of addresses behind which there is something."""
    centre = make_centre(make_network(slug="krakow"), slug="kozlowka")
    booking = make_request(make_room(centre, slug="duza"))
    activity = make_activity(centre, draft={"sign_up": "required"})
    token = issue_token(email=make_staff(Role.HOST, centre).email)
    return token, {
        "network": "krakow",
        "place": "kozlowka",
        "room": "duza",
        "reference": booking.reference,
        "activity": activity.slug,
        "sign_up": make_enrolment(activity).reference,
    }


def try_out(path, method, mode, host):
    """Send what is generated for an operation, hold each answer against the description, return the statuses."""
    token, real = host
    operation = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)[path][method]
    statuses = []

    @settings(
        max_examples=30,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def answers(case):
        # Made-up addresses lead nowhere; what stands behind the real ones is what we want to try.
        case.path_parameters = {name: real[name] for name in case.path_parameters or {}}
        response = case.call(headers={"Authorization": f"Bearer {token}"})
        case.validate_response(response, checks=PROMISES)
        statuses.append(response.status_code)

    answers()
    return statuses


@pytest.mark.parametrize(("path", "method", "mode"), list(operations()))
def test_every_operation_answers_as_described(path, method, mode, host):
    assert try_out(path, method, mode, host)


def test_an_answer_that_is_not_as_described_is_caught(host, monkeypatch):
    monkeypatch.setattr(api, "create_response", lambda *_args, **_options: JsonResponse({"items": "none"}))
    with pytest.raises(FailureGroup):
        try_out("/api/v1/networks", "get", GenerationMode.POSITIVE, host)
